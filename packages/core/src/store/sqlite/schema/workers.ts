/** Namespaces, who executes runs, and what recover needs. */
export const workersSchema = `
CREATE TABLE namespaces (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE workers (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  namespace INTEGER NOT NULL,
  name TEXT NOT NULL,
  build TEXT NOT NULL,
  machine TEXT NOT NULL,
  boot TEXT NOT NULL,
  pid_namespace TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_started TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  beat_at INTEGER NOT NULL,
  dead_at INTEGER,
  batch TEXT,
  result TEXT,
  serves TEXT NOT NULL
) STRICT;
CREATE TABLE batches (id TEXT PRIMARY KEY, at INTEGER NOT NULL, result TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX batches_at ON batches (at);
`;
