/** What workers and those who watch or control runs tell each other. */
export const activitySchema = `
CREATE TABLE activity (
  run INTEGER NOT NULL,
  op TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  heartbeat TEXT,
  done REAL,
  total REAL,
  PRIMARY KEY (run, op)
) STRICT;
CREATE INDEX activity_worker ON activity (worker);
CREATE TABLE notices (
  key INTEGER PRIMARY KEY AUTOINCREMENT, worker INTEGER NOT NULL, run INTEGER NOT NULL, kind TEXT NOT NULL
) STRICT;
CREATE INDEX notices_worker ON notices (worker);
`;
