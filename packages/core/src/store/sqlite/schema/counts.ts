/** How many runs there are and were; counts.ts keeps it equal to the rows. */
export const countsSchema = `
CREATE TABLE run_counts (
  namespace INTEGER NOT NULL,
  workflow TEXT NOT NULL,
  queue TEXT NOT NULL,
  state TEXT NOT NULL,
  runs INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  worked_ms INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (namespace, workflow, queue, state)
) STRICT, WITHOUT ROWID;
`;
