/**
 * Removing runs: what is yet to be deleted of runs whose rows are gone, finding generations that others followed, and
 * which runs others than their parents may ask for, by id.
 */
export const removalSchema = `
CREATE TABLE clearing (run INTEGER PRIMARY KEY) STRICT;
CREATE TABLE handles (run INTEGER NOT NULL, id TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX handles_run ON handles (run, id);
CREATE INDEX handles_id ON handles (id);
CREATE INDEX runs_followed ON runs (namespace, workflow, state, ended_at) WHERE superseded = 1;
`;
