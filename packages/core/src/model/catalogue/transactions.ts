/** What can go wrong in `wf.transaction`. */
import type { CatalogueEntry } from "./entry.ts";

export const transactionsErrors = {
  "transaction-left-open": {
    message: (f: { step: string }) =>
      `the function of transaction "${f.step}" waited for something else than sql; nothing of it was kept`,
    hint: "await nothing but sql inside; call services in a step before, and give the transaction what they answered",
  },
  "transaction-over": {
    message: (f: { step: string; why: string }) => `sql was called in transaction "${f.step}", which ${f.why}`,
    hint: "use sql only inside of the function that it was given to, and only until a statement has undone everything",
  },
  "transactions-unsupported": {
    message: (f: { step: string; store: string }) =>
      `transaction "${f.step}" is not possible on ${f.store}: this kind of store has none`,
    hint: "use sqlite(path) or memory(); elsewhere write from a step, with s.key as the idempotency key",
  },
  "sql-refused": {
    message: (f: { problem: string; sql: string }) => `${f.problem}: ${f.sql}`,
    hint: "a transaction may read and write your own tables, one statement at a time; the engine begins and ends it",
  },
  "sql-failed": {
    message: (f: { problem: string; sql: string }) => `the database refused a statement: ${f.problem}: ${f.sql}`,
    hint: "see the cause",
  },
} as const satisfies Record<string, CatalogueEntry>;
