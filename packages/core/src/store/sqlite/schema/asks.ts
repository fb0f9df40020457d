/** What runs have open to others. The lists of questions go by index, in the order of asking. */
export const asksSchema = `
CREATE TABLE asks (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  op TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind = 'ask' OR kind = 'callback'),
  namespace INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  due_at INTEGER,
  assignees TEXT,
  shown TEXT NOT NULL,
  problem TEXT,
  answered INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX asks_op ON asks (run, op);
CREATE INDEX asks_run ON asks (run) WHERE kind = 'ask' AND answered = 0;
CREATE INDEX asks_listed ON asks (namespace) WHERE kind = 'ask' AND answered = 0;
CREATE INDEX asks_workflow ON asks (namespace, workflow) WHERE kind = 'ask' AND answered = 0;
CREATE TABLE ask_assignees (
  namespace INTEGER NOT NULL, assignee TEXT NOT NULL, ask INTEGER NOT NULL,
  PRIMARY KEY (namespace, assignee, ask)
) STRICT, WITHOUT ROWID;
CREATE INDEX ask_assignees_ask ON ask_assignees (ask);
`;
