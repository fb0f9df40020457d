/** Large values, each once, under the hash of their text; and which runs name them. */
export const blobsSchema = `
CREATE TABLE blobs (hash TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE blob_uses (run INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (run, hash)) STRICT, WITHOUT ROWID;
CREATE INDEX blob_uses_hash ON blob_uses (hash);
`;
