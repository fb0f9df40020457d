/** What people have decided about steps: one decision of each attempt, after it has failed, and as they have said. */
import type { StepAct } from "../../model/entry.ts";
import { decode } from "../../model/value/codec.ts";
import type { Ledger } from "./ledger.ts";
import type { Operators } from "./operators.ts";

export function* actProblems({ runs }: Ledger, { decisions }: Operators): Generator<string> {
  const sent = new Set(decisions.map(({ step, act, value }) => `${step} ${act} ${value}`));
  for (const { id, generation, entries } of runs.values()) {
    const last = new Map<string, string>();
    for (const { kind, op, value = "" } of entries) {
      if (kind === "retried" || kind === "given") {
        const where = `run ${id} (generation ${generation}), ${op}`;
        const before = last.get(op);
        // What was decided before a retry may be kept.
        if (!["held", "attempt", "kept"].includes(before ?? "")) yield `${where}: it was decided about after ${before}`;
        const { act, value: given = "" } = decode(value) as StepAct;
        const known = [...sent].some((text) => text.startsWith(`${op} ${act} ${String(given)}`));
        if (!known) yield `${where}: ${act} ${String(given)}, and nobody has decided that`;
      }
      last.set(op, kind);
    }
  }
}
