/** Messages to runs that were not taken yet, and the keys of those that were. */
export const inboxSchema = `
CREATE TABLE inbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  name TEXT NOT NULL,
  dedup TEXT,
  payload TEXT,
  at INTEGER NOT NULL,
  taken INTEGER NOT NULL DEFAULT 0,
  CHECK (taken = 0 OR dedup IS NOT NULL),
  CHECK ((payload IS NULL) = (taken = 1))
) STRICT;
CREATE INDEX inbox_unread ON inbox (run, position) WHERE taken = 0;
CREATE UNIQUE INDEX inbox_dedup ON inbox (run, name, dedup) WHERE dedup IS NOT NULL;
`;
