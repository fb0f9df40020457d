/** Removing runs: what is yet to be deleted of runs whose rows are gone, and finding generations that others followed. */
export const removalSchema = `
CREATE TABLE clearing (run INTEGER PRIMARY KEY) STRICT;
CREATE INDEX runs_followed ON runs (namespace, workflow, state, ended_at) WHERE superseded = 1;
`;
