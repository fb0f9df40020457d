/** Follows a run until it ends, is blocked, or nobody wants to wait any longer. Shows it in a view. */
import {
  formatMs,
  type Host,
  isFailure,
  isFinished,
  limits,
  type RunDetails,
  type RunHandle,
  type RunState,
  type Stepwell,
  type TreeActivity,
  type WorkerRow,
} from "@stepwell/core";
import type { Signal } from "../environment.ts";
import { readPaced } from "./paced-events.ts";
import type { FollowView, Heading } from "./view.ts";

export interface Following {
  readonly engine: Stepwell;
  readonly handle: RunHandle;
  readonly view: FollowView;
  readonly host: Host;
  /** Position up to which the journal was there before this process did anything. */
  readonly recordedUpTo: number;
  readonly heading: Omit<Heading, "recordedSteps" | "startedAt">;
  /** Ms; undefined for as long as it takes. */
  readonly waitMs: number | undefined;
  /** Stops the following. */
  readonly interrupted: Promise<Signal>;
}

export type Ending =
  /** It is over, or blocked. */
  | { readonly by: "end"; readonly details: RunDetails }
  | { readonly by: "wait"; readonly status: RunState }
  | { readonly by: "signal"; readonly signal: Signal };

/** At most ten pictures a second, and never more than a fiftieth of the time. */
const lookEveryMs = 100;
const share = 50;
/** While nothing executes, only a countdown moves. */
const restingMs = 1_000;

export async function followRun(following: Following): Promise<Ending> {
  const { handle, host, interrupted } = following;
  const stop = new AbortController();
  const hurry = Promise.withResolvers<void>();
  const state: Seen = { status: "pending", since: host.now(), why: "", askedAt: 0, activity: [] };
  await begin(following, state);
  const reading = readPaced(
    handle,
    { host, everyMs: lookEveryMs, hurry: hurry.promise, signal: stop.signal, after: following.recordedUpTo },
    (event) => {
      if (event.type === "state") {
        state.status = event.status;
        state.since = host.now();
        state.askedAt = 0;
      }
      following.view.event(event, true);
    },
  );
  // Read only after it has ended; until then a failure of it must not be taken for a stray one.
  reading.catch(() => {});
  const over = resultOf(following);
  // When a signal is faster, nobody waits for it.
  over.catch(() => {});
  const looking = lookAgainAndAgain(following, state, stop.signal);
  try {
    const ending = await Promise.race([over, interrupted.then((signal) => ({ by: "signal" as const, signal }))]);
    hurry.resolve();
    if (ending.by === "end" && isFinished(ending.details.status)) await reading;
    return ending;
  } finally {
    hurry.resolve();
    stop.abort();
    await looking;
  }
}

interface Seen {
  status: RunState;
  /** When the status was learnt, ms. */
  since: number;
  why: string;
  /** When the store was last asked, ms. */
  askedAt: number;
  activity: readonly TreeActivity[];
}

/** What is in the journal already, at once. */
async function begin({ handle, view, heading, recordedUpTo }: Following, state: Seen): Promise<void> {
  const { status, generation, startedAt, createdAt } = await handle.status();
  state.status = status;
  const events = [];
  for (let after = 0; after < recordedUpTo; ) {
    const page = await handle.journal({ after, limit: Math.min(pageEntries, recordedUpTo - after) });
    if (page.length === 0) break;
    for (const entry of page)
      events.push({ type: "entry", run: handle.id, generation, seq: entry.seq, entry } as const);
    after += page.length;
  }
  const recordedSteps = events.filter(({ entry }) => entry.kind === "step" || entry.kind === "step-data").length;
  view.began({ ...heading, recordedSteps, startedAt: (startedAt ?? createdAt).getTime() });
  for (const event of events) view.event(event, false);
}

const pageEntries = 1_000;

async function lookAgainAndAgain(following: Following, state: Seen, signal: AbortSignal): Promise<void> {
  const { handle, view, host } = following;
  while (!signal.aborted) {
    let cost: number;
    try {
      await ask(following, state, host.now());
      if (signal.aborted) return;
      const from = host.monotonic();
      view.look({ now: host.now(), status: state.status, why: state.why, executing: executingOf(handle, state) });
      cost = host.monotonic() - from;
    } catch (error) {
      if (isFailure(error, "engine-closed")) return;
      throw error;
    }
    await pause(host, Math.min(restingMs, Math.max(lookEveryMs, cost * share)), signal);
  }
}

/** Asks the store for what this process does not know by itself; once a second at most. */
async function ask({ handle, engine }: Following, state: Seen, now: number): Promise<void> {
  const executes = handle.executing().length > 0;
  if (executes || isFinished(state.status)) {
    state.why = "";
    state.activity = [];
    return;
  }
  if (now - state.askedAt < restingMs) return;
  state.askedAt = now;
  const running = state.status === "running";
  state.activity = running ? await handle.activity() : [];
  if (running) state.why = state.activity.length > 0 ? "" : silenceOf(await engine.workers(), now);
  // That a worker is about to take it is no news.
  else if (state.status !== "pending" || now - state.since >= restingMs) state.why = await handle.why();
}

/** Nobody can tell whether a worker that says nothing is dead, unless its process is known to be gone. */
function silenceOf(workers: readonly WorkerRow[], now: number): string {
  const silent = workers.find(({ beatAt }) => now - beatAt > limits.heartbeatMs + restingMs);
  if (silent === undefined) return "";
  const left = silent.beatAt + limits.leaseMs - now;
  const then =
    left > 0 ? `its runs are taken over in ${formatMs(left)} unless it speaks` : "its runs are being taken over";
  return `worker ${silent.name} has been silent for ${formatMs(now - silent.beatAt)}; ${then}`;
}

function executingOf(handle: RunHandle, state: Seen): readonly TreeActivity[] {
  const here = handle.executing();
  return here.length > 0 ? here : state.activity;
}

/** Resolves with how the run stands when there is no more to wait for. */
async function resultOf({ handle, waitMs }: Following): Promise<Ending> {
  const options = { rejectOn: ["blocked"] as const, ...(waitMs === undefined ? {} : { timeout: waitMs }) };
  try {
    await handle.result(options);
  } catch (error) {
    // Closed from here: whoever did that has the last word.
    if (isFailure(error, "engine-closed")) return await new Promise(() => {});
    const ended = ["run-failed", "run-cancelled", "run-timed-out", "run-blocked", "result-timeout"] as const;
    if (!ended.some((code) => isFailure(error, code))) throw error;
    const details = await handle.status();
    return isFailure(error, "result-timeout") ? { by: "wait", status: details.status } : { by: "end", details };
  }
  return { by: "end", details: await handle.status() };
}

function pause(host: Host, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = host.timer(ms, done);
    function done(): void {
      signal.removeEventListener("abort", done);
      timer.cancel();
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
