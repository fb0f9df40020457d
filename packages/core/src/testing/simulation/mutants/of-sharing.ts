/** Deliberate faults about what runs share: limits, rates, queues, and what children have of their parents. */
import type { Mutant } from "./mutant.ts";

export const mutantsOfSharing = {
  "limit-off-by-one": {
    file: "store/sqlite/places/occupancy.ts",
    find: "capacity === undefined ? 0 : capacity - usedOf",
    replace: "capacity === undefined ? 0 : capacity + 1 - usedOf",
  },
  "place-kept-after-the-end": {
    file: "store/sqlite/run-requests.ts",
    find: "  leavePlaces(session, db, { run: row.key, at });\n",
    replace: "",
  },
  "rate-not-counted": {
    file: "store/sqlite/places/rate.ts",
    find: "  db.stmt(takeSql).run(",
    replace: "  if (run % 3 !== 0) db.stmt(takeSql).run(",
  },
  "paused-queue-served": {
    file: "store/sqlite/claim.ts",
    find: "paused: pausedQueues(session, db) };",
    replace: "paused: new Set<string>(pausedQueues(session, db).values().drop(2)) };",
  },
  "place-lost-with-the-parent": {
    file: "store/sqlite/places/heirs.ts",
    find: "  db.stmt(takeOverSql).run(units, heir, place);\n",
    replace: "",
  },
  "place-inherited-by-each": {
    file: "store/sqlite/places/heirs.ts",
    find: "min(units, ?) WHERE run = ? AND place = ?",
    replace: "min(units, ?) WHERE heir_of = (SELECT heir_of FROM needs WHERE run = ?) AND place = ?",
  },
} as const satisfies Readonly<Record<string, Mutant>>;
