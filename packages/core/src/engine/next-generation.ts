/** What the next generation of a failed run keeps of the journal: everything that a retry need not repeat. */
import type { Entry } from "../model/entry.ts";
import { StepwellError } from "../model/errors.ts";

/**
 * The journal up to the failing step, without that step's attempts; later successes are kept aside as `kept`, to be
 * reused when the code asks for them. Positions are dense again.
 * @param error what the run failed with, decoded
 * @param encode for the values of kept entries
 */
export function entriesForRetry(
  entries: readonly Entry[],
  error: unknown,
  encode: (value: unknown) => string,
): Entry[] {
  const failing = failingEntry(entries, error);
  const before = failing === undefined ? entries : entries.slice(0, failing.seq - 1);
  const after = failing === undefined ? [] : entries.slice(failing.seq);
  const prefix = before.filter((entry) => entry.op === "" || entry.op !== failing?.op);
  const kept = after.filter(isSuccess).map((entry) => asKept(entry, encode));
  const ended = (entry: Entry): boolean => entry.kind !== "cancel" && entry.kind !== "timeout";
  return [...prefix.filter(ended), ...kept].map((entry, index) => ({ ...entry, seq: index + 1 }));
}

function asKept(entry: Entry, encode: (value: unknown) => string): Entry {
  return entry.kind === "kept" ? entry : { ...entry, kind: "kept", value: encode([entry.kind, entry.value]) };
}

function isSuccess(entry: Entry): boolean {
  return entry.kind === "step" || entry.kind === "step-data" || entry.kind === "kept";
}

/** Codes of errors that a step ends with; their facts name it. */
const stepEnds: ReadonlySet<string> = new Set(["step-failed", "step-interrupted"]);

/** The step whose failure ended the run: the one that the error, or a cause of it, names. */
function failingEntry(entries: readonly Entry[], error: unknown): Entry | undefined {
  const failed = entries.filter((entry) => entry.kind === "step-failed");
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 20; at = at.cause, depth++) {
    const step = at instanceof StepwellError && stepEnds.has(at.code) ? at.facts.step : undefined;
    const found = failed.find((entry) => entry.op === step);
    if (found !== undefined) return found;
  }
  return undefined;
}
