/**
 * What belongs to a run and is read apart from its row.
 * `inherited` is the value with which the generation began, where an earlier one left it; it is never changed.
 */
export const runValuesSchema = `
CREATE TABLE run_inputs (run INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE run_tags (
  namespace INTEGER NOT NULL, tag TEXT NOT NULL, created_at INTEGER NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (namespace, tag, created_at, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_run ON run_tags (run);
CREATE TABLE run_attributes (
  run INTEGER NOT NULL, name TEXT NOT NULL, value ANY NOT NULL, namespace INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_attributes_value ON run_attributes (namespace, name, value, created_at, run);
CREATE TABLE run_data (
  run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  inherited TEXT
) STRICT;
CREATE UNIQUE INDEX run_data_key ON run_data (run, key);
`;
