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
} as const satisfies Readonly<Record<string, Mutant>>;
