/** The journals and the log lines: append-only. */
export const journalSchema = `
CREATE TABLE journal (
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  op TEXT NOT NULL,
  at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  value TEXT,
  checksum INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_position ON journal (run, seq);
CREATE TABLE logs (
  position INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  op TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX logs_line ON logs (run, op, attempt, n);
CREATE INDEX logs_run ON logs (run);
`;
