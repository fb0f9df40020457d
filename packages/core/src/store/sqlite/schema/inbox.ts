/** Messages to runs that were not taken yet, the keys of those that were, and who is to be told of whose end. */
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
CREATE TABLE awaits (
  child INTEGER NOT NULL, parent INTEGER NOT NULL, op TEXT NOT NULL,
  PRIMARY KEY (child, parent, op)
) STRICT, WITHOUT ROWID;
CREATE INDEX awaits_parent ON awaits (parent);
`;
