/** Deliberate faults about what follows the ends of runs. */
import type { Mutant } from "./mutant.ts";

export const mutantsOfHooks = {
  "hook-skipped-when-cancelled": {
    file: "operations/finale.ts",
    find: "  if (onFailure !== undefined) await",
    replace: '  if (onFailure !== undefined && outcome.by !== "cancel") await',
  },
  "hook-not-waited-for": {
    file: "operations/finale.ts",
    find: 'await hook(run, "on-complete"',
    replace: 'void hook(run, "on-complete"',
  },
  "hook-before-undoing": {
    file: "operations/finale.ts",
    find: "  const outcome = await undone(run, own);\n  const { onFailure } = run.definition;\n",
    replace:
      "  const { onFailure } = run.definition;\n  if (onFailure) await hook(run, onFailureScope, (wf) => onFailure(wf, thrownFor(run, own), input));\n  const outcome = await undone(run, own);\n  if (onFailure) return outcome;\n",
  },
  "hook-told-of-the-first-end": {
    file: "operations/finale.ts",
    find: "thrownFor(run, outcome), input)",
    replace: "thrownFor(run, own), input)",
  },
  "hook-refused": {
    file: "operations/finale.ts",
    find: "return { run, scope: new Scope(scope), step: undefined, shielded: true };",
    replace: "return { run, scope: new Scope(scope), step: undefined, shielded: scope === compensateScope };",
  },
  "hook-kept-by-a-retry": {
    file: "operations/finale-state.ts",
    find: "  return isBelow(op, onFailureScope);\n",
    replace: "  return isBelow(op, compensateScope);\n",
  },
  "hook-finds-children-of-before": {
    file: "operations/child-run.ts",
    find: "  const retries = lineage.generation - lineage.life;\n",
    replace: "  const retries = 0 * lineage.generation;\n",
  },
} as const satisfies Readonly<Record<string, Mutant>>;
