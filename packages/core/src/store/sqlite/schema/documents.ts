/** What is kept beside runs, by kind and name. */
export const documentsSchema = `
CREATE TABLE documents (
  namespace INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (namespace, kind, name)
) STRICT;
`;
