/** What the simulation knows of a run, and how it reads journals. */
import type { Entry } from "../../model/entry.ts";
import { isFinished, type RunState } from "../../model/run-state.ts";
import type { RunChange, RunKey, RunRow, WorkerKey } from "../../store/port.ts";
import type { Due } from "./due.ts";

/** A generation of a run. */
export interface KnownRun {
  readonly key: RunKey;
  readonly id: string;
  readonly parent: string | undefined;
  /** Its parent's end does not concern it. */
  readonly detached: boolean;
  readonly generation: number;
  /** The first generation of the same piece of work: what is started anew under its id has nothing to do with it. */
  readonly work: RunKey;
  readonly workflow: string;
  readonly input: string;
  /** It was claimed. */
  begun: boolean;
  readonly entries: Entry[];
  /** Of the run from which it was forked, if it was, or that one: what was sent to it reaches both. */
  readonly origin: string;
  /** How many of them it has of the run that it was forked from. */
  copied: number;
  /** Which execution of its code has brought each of them; undefined where none has. */
  readonly writers: unknown[];
  /** The last entry about each operation, by its own name. */
  readonly outcomes: Map<string, Entry>;
  /** How many entries it had when a process last took it, by the process's number. */
  readonly takenWith: Map<number, number>;
  /** Which process each of its claims was told to, by the number that fences its writes. */
  readonly fences: Map<number, number>;
  holder: { readonly worker: WorkerKey; readonly claim: number } | undefined;
  /** Of earlier generations. */
  readonly claimsBefore: number;
  status: RunState;
  /** It was asked to end, and by its own row that was known when it was last claimed. */
  cancelled: boolean;
  cancelledBeforeClaim: boolean;
  /** Since when it is to pause, and to end, ms since the beginning of the world. */
  pausedSince: number | undefined;
  cancelledSince: number | undefined;
  /** When it was last claimed, and when its time is over, as that stood then; ms on the wall. */
  claimedAt: number;
  /** When it was claimed first, by its own row. */
  startedAt: number | undefined;
  deadline: number;
  /** Then it is not worth beginning, ms on the wall. */
  readonly expiresAt: number;
  /** The execution of its code that has brought its end; undefined where none has. */
  endedIn: unknown;
  /** Its row, as it was when it was removed; undefined for one that is there. */
  gone: RunRow | undefined;
}

/** @param origin of the run from which it was forked, or its own id */
export function newRun(row: RunRow, { origin, work }: Pick<KnownRun, "origin" | "work">): KnownRun {
  const { key, id, parent, detached, generation, workflow, input, status, claimsBefore } = row;
  return {
    key,
    id,
    parent,
    detached,
    generation,
    work,
    workflow,
    input,
    begun: row.startedAt !== undefined,
    entries: [],
    origin,
    copied: 0,
    writers: [],
    outcomes: new Map(),
    takenWith: new Map(),
    fences: new Map(),
    holder: undefined,
    claimsBefore,
    status,
    cancelled: row.cancelRequestedAt !== undefined,
    cancelledBeforeClaim: false,
    pausedSince: undefined,
    cancelledSince: undefined,
    claimedAt: row.startedAt ?? 0,
    startedAt: row.startedAt,
    deadline: deadlineOf(row),
    expiresAt: row.expiresAt ?? Infinity,
    endedIn: undefined,
    gone: undefined,
  };
}

export function deadlineOf({ startedAt = Infinity, timeoutMs = Infinity, pausedMs }: RunRow): number {
  return startedAt + timeoutMs + pausedMs;
}

/** When it was too late for it, ms on the wall. A retry and a fork begin the time of what was waited for anew. */
export function dueAt(due: Due | undefined, run: KnownRun | undefined): number {
  if (due === undefined) return Infinity;
  const anewAt = begunAnewAt(run?.entries);
  // Counted from when it is first taken: until then it may stand in line.
  const takenAt = anewAt === undefined ? 0 : Math.max(anewAt, run?.startedAt ?? 0);
  return Math.max(due.askedAt, takenAt) + due.withinMs + 1;
}

/** When it was too late at the earliest: a run may be retried, or forked, long before it is executed again. */
export function dueFrom(due: Due | undefined, run: KnownRun | undefined): number {
  return due === undefined ? Infinity : (begunAnewAt(run?.entries) ?? due.askedAt) + due.withinMs;
}

/** When the run was last retried, or forked. */
export function begunAnewAt(entries: readonly Entry[] = []): number | undefined {
  return entries.findLast(({ kind }) => kind === "retry" || kind === "forked")?.at;
}

/** What guards the writes of whoever holds it; undefined while nobody does. */
export function fenceOf(run: KnownRun | undefined): number | undefined {
  return run?.holder && run.claimsBefore + run.holder.claim;
}

/** Who is killed takes along what it has started. */
export function killBelow(runs: ReadonlyMap<RunKey, KnownRun>, { id }: KnownRun): void {
  for (const run of runs.values()) {
    if (run.parent !== id || run.detached || isFinished(run.status)) continue;
    run.holder = undefined;
    run.status = "cancelled";
    killBelow(runs, run);
  }
}

/** What somebody has sent, without what is said of it. */
export function textIn(payload: string): string {
  return /"answer \d+"/.exec(payload)?.[0] ?? payload;
}

/** The name of an operation without its kind and scope; of a result the scope in which it was asked for. */
export function ownName(op: string): string {
  const asked = /^result~(?:.*\/)?(v\d+(?:-\d+)*)\/[^/]+$/.exec(op)?.[1];
  if (asked !== undefined) return asked;
  const last = op.slice(op.lastIndexOf("/") + 1);
  return last.slice(last.indexOf("~") + 1);
}

/** Which hook of its workflow an operation belongs to, if any. */
export function hookOf(op: string): string | undefined {
  return /(?:^|~)(on-failure|on-complete)\//.exec(op)?.[1];
}

/** How a run stands after it has left `running` so. */
export const stateAfter: Readonly<Record<RunChange["event"], RunState>> = {
  park: "waiting",
  release: "pending",
  pause: "paused",
  block: "blocked",
  complete: "completed",
  continue: "completed",
  fail: "failed",
  cancel: "cancelled",
  time_out: "timed_out",
};
