/** Deliberate faults about what is removed: what goes, what is left of it, and what is said of it. */
import type { Mutant } from "./mutant.ts";

export const mutantsOfRemovals = {
  "removed-though-asked-for": {
    file: "store/sqlite/remove.ts",
    find: " OR above.clock_at IS NOT NULL)))`",
    replace: ")))`",
  },
  "removed-in-part": {
    file: "store/sqlite/remove.ts",
    find: '  { table: "inbox", where: "taken = 0 AND", counts: undefined, size: sizeOf("payload") },\n',
    replace: "",
  },
  "removal-not-counted": {
    file: "store/sqlite/remove.ts",
    find: "  lane.removed(state, { newest: superseded === 0 });\n",
    replace: "",
  },
  "gone-is-impossible": {
    file: "store/sqlite/recover.ts",
    find: "  const start = batch.starts[at];\n",
    replace: "  const start = batch.starts[at + 1_000];\n",
  },
  "imported-without-messages": {
    file: "store/sqlite/import-run.ts",
    find: "  for (const message of whole.inbox) keepMessage(db, run, message);\n",
    replace: "",
  },
  "imported-fence-begins-anew": {
    file: "store/sqlite/import-run.ts",
    find: "      facts.claimsBefore,\n    ) as RunKey;\n",
    replace: "      0,\n    ) as RunKey;\n",
  },
  "listed-twice": {
    file: "store/sqlite/list.ts",
    find: "return writeCursor(items.at(-1) ?? otherwise);",
    replace: "return writeCursor(items.at(items.length > 2 ? -2 : -1) ?? otherwise);",
  },
  "apart-not-kept-by-a-fork": {
    file: "store/sqlite/fork.ts",
    find: "    noteUses(db, key);\n",
    replace: "",
  },
  "apart-not-kept-by-the-next": {
    file: "store/sqlite/continue.ts",
    find: "  noteUses(db, key);\n",
    replace: "",
  },
  "apart-goes-with-the-first": {
    file: "store/sqlite/blobs.ts",
    find: "DELETE FROM blobs WHERE hash = ? AND NOT EXISTS (SELECT 1 FROM blob_uses WHERE hash = blobs.hash)",
    replace: "DELETE FROM blobs WHERE hash = ?",
  },
  "apart-left-behind": {
    file: "store/sqlite/blobs.ts",
    find: "  return Number(db.stmt(dropSql).get(name)?.[0] ?? 0);\n",
    replace: "  return Number(db.stmt(dropSql).get(name + name)?.[0] ?? 0);\n",
  },
} as const satisfies Readonly<Record<string, Mutant>>;
