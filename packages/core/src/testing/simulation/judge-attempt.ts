/** Whether an attempt of a step may begin: how many went before it, and how long ago (invariant 18). */
import type { AttemptValue, Entry, EntryKind } from "../../model/entry.ts";
import { decode } from "../../model/value/codec.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import type { Due } from "./due.ts";
import { type KnownRun, ownName } from "./known-run.ts";
import type { StepNode, Times } from "./program.ts";

/** A body that is about to begin. */
export interface Body {
  readonly node: Pick<StepNode, "maxAttempts" | "backoffMs">;
  readonly name: string;
  /** How much the code had been told when it asked for it. */
  readonly askedAfter: number;
  /** It goes on when the run is cancelled, or is there for that. */
  readonly shielded: boolean;
  /** Undefined: executed once per attempt and claim. Else again and again: so many ms after it has ended, at least. */
  readonly repeats?: number | undefined;
  /** It undoes what others have done: none of those goes on meanwhile. */
  readonly undoes?: true;
  /** It is begun once per attempt, whatever happens meanwhile. */
  readonly once?: boolean;
  /** Bodies of the same name compute one value that runs share; undefined for one that is the run's own. */
  readonly cached?: string | undefined;
  /** How long it takes if nobody ends it, ms; undefined: it ends at once. */
  readonly takesMs?: number;
  /** How long it may take. */
  readonly times?: Times;
  /** How long all attempts may take, where it is known when it was asked for. */
  readonly due?: Due | undefined;
}

export interface Beginning {
  readonly s: BodyContext;
  readonly body: Body;
  /** As the clock showed or had shown it: it may have gone back since it was seen that the time had come. */
  readonly now: number;
  /** The clock on the wall never jumps. */
  readonly steady: boolean;
  /** @param value of the entry that says so */
  failedAt(value: string): number | undefined;
}

function isEndOfAttempt(kind: EntryKind): boolean {
  return kind === "attempt" || kind === "held";
}

export function attemptProblem(run: KnownRun, { s, body, now, steady, failedAt }: Beginning): string | undefined {
  const { name, node } = body;
  const last = run.outcomes.get(name);
  if (last !== undefined && !["attempt", "step-started", "retried"].includes(last.kind))
    return `it has ended: entry ${last.seq} is ${last.kind}`;
  if (last?.kind === "step-started") return undefined;
  const told = run.entries.findLast(({ kind, op }) => isEndOfAttempt(kind) && ownName(op) === name);
  const ended = told?.attempt ?? 0;
  if (s.attempt !== ended + 1) return `${ended} attempts are recorded`;
  // A person's leave is beyond all attempts, and for at once.
  if (last?.kind === "retried") return undefined;
  if (s.attempt > node.maxAttempts) return `there are only ${node.maxAttempts} attempts`;
  if (last === undefined || last.kind !== "attempt") return undefined;
  const { nextAt } = decode(last.value ?? "") as AttemptValue;
  const leastMs = node.backoffMs * 2 ** (ended - 1);
  // When an attempt has timed out is not known but from its entry.
  const waitMs = nextAt - (failedAt(last.value ?? "") ?? (steady ? timeOf(last, run) : -Infinity));
  // A transaction is rolled back before its failure is seen: meanwhile the clock may jump.
  const judged = steady || body.repeats === undefined;
  if (judged && waitMs < leastMs) return `the wait is ${waitMs} ms, and ${leastMs} were asked for`;
  if (now < nextAt) return `it began ${nextAt - now} ms early`;
  return undefined;
}

/** When what an entry says happened: its time is never before that of the entry ahead of it, as a clock's may be. */
function timeOf({ seq, at }: Entry, { entries, startedAt = Infinity }: KnownRun): number {
  const before = entries[seq - 2]?.at ?? startedAt;
  return before < at ? at : -Infinity;
}
