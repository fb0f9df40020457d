/** What the next generation of a failed run keeps of the journal: everything that a retry need not repeat. */
import type { Entry } from "../model/entry.ts";
import { failure, StepwellError } from "../model/errors.ts";
import { isFinished } from "../model/run-state.ts";
import type { NextGeneration, RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { errorOf } from "./run-view.ts";

/** Where a retry begins. */
export interface RetryRunOptions {
  /**
   * `failure` (default): what was recorded before the failing step is kept, and later successes are reused. `start`:
   * nothing is kept; the run begins with its input, other random values and other idempotency keys.
   */
  readonly from?: "failure" | "start";
}

/** What the next generation begins with. @throws illegal-transition, already-compensated, invalid-option */
export async function generationForRetry(
  internals: Internals,
  row: RunRow,
  { from = "failure" }: RetryRunOptions,
): Promise<NextGeneration> {
  const { store, settings, encodeAgain } = internals;
  if (from !== "failure" && from !== "start")
    throw failure("invalid-option", { where: "retry", option: "from", problem: 'must be "failure" or "start"' });
  if (!isFinished(row.status) || row.status === "completed")
    throw failure("illegal-transition", { from: row.status, event: "be retried" });
  if (from === "start") return { entries: [], seed: Buffer.from(settings.host.randomBytes(16)).toString("hex") };
  const entries = await store.journal(row.key, 0, Number.MAX_SAFE_INTEGER);
  // Some of what the entries say has been undone: to go on from them would build on what is not there any more.
  if (entries.some(({ kind }) => kind === "undo")) throw failure("already-compensated", { id: row.id });
  return {
    entries: entriesForRetry(entries, errorOf(row, internals), (value) => encodeAgain(value, "a kept result")),
    seed: row.seed,
  };
}

/**
 * The journal up to the failing step, without that step's attempts; later successes are kept aside as `kept`, to be
 * reused when the code asks for them. Positions are dense again.
 * @param error what the run failed with, decoded
 * @param encode for the values of kept entries
 */
function entriesForRetry(entries: readonly Entry[], error: unknown, encode: (value: unknown) => string): Entry[] {
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

/** What a person or another run has sent was taken once, and is not sent again. */
const successes: ReadonlySet<Entry["kind"]> = new Set<Entry["kind"]>([
  "step",
  "step-data",
  "kept",
  "signal",
  "answer",
  "callback",
  "given",
  "sent",
]);

function isSuccess(entry: Entry): boolean {
  return successes.has(entry.kind);
}

/** Codes of errors that a step ends with; their facts name it. */
const stepEnds: ReadonlySet<string> = new Set(["step-failed", "step-interrupted"]);

/** The step whose failure ended the run: the one that the error, or a cause of it, names. */
function failingEntry(entries: readonly Entry[], error: unknown): Entry | undefined {
  const failed = entries.filter((entry) => entry.kind === "step-failed");
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 20; at = at.cause, depth++) {
    if (!(at instanceof StepwellError)) continue;
    if (at.code === "child-run-failed") {
      const { op } = at.facts;
      const ended = entries.find((entry) => entry.kind === "child" && entry.op === op);
      if (ended !== undefined) return ended;
    }
    const step = stepEnds.has(at.code) ? at.facts.step : undefined;
    const found = failed.find((entry) => entry.op === step);
    if (found !== undefined) return found;
  }
  return undefined;
}
