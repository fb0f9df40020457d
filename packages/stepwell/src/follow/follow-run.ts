/** Follows a run until it ends, is blocked, or nobody wants to wait any longer. Shows it in a view. */
import { isFailure, isFinished, type RunDetails, type RunState } from "@stepwell/core";
import type { Signal } from "../environment.ts";
import { Looks, type LooksParts } from "./looks.ts";
import { PacedEvents } from "./paced-events.ts";
import type { Heading } from "./view.ts";

export interface Following extends LooksParts {
  /** Position up to which the journal was there before this process did anything. */
  readonly recordedUpTo: number;
  readonly heading: Omit<Heading, "recordedSteps" | "startedAt">;
  /** Ms; undefined for as long as it takes. */
  readonly waitMs: number | undefined;
  /** Stops the following. */
  readonly interrupted: Promise<Signal>;
  /** What is still to be done when the run is over, before its end is told; as long as the signal does not fire. */
  readonly afterwards?: (details: RunDetails, stop: AbortSignal) => Promise<void>;
}

export type Ending =
  /** It is over, or blocked. */
  | { readonly by: "end"; readonly details: RunDetails }
  | { readonly by: "wait"; readonly status: RunState }
  | { readonly by: "signal"; readonly signal: Signal };

export async function followRun(following: Following): Promise<Ending> {
  const { handle, host, interrupted, view } = following;
  const stop = new AbortController();
  const looks = new Looks(following);
  looks.learn(await begin(following));
  const events = new PacedEvents({
    handle,
    host,
    restMs: () => looks.everyMs,
    signal: stop.signal,
    after: following.recordedUpTo,
    take: (event) => {
      if (event.type === "state") looks.learn(event.status);
      view.event(event, true);
    },
    drained: () => {
      if (!stop.signal.aborted) looks.look();
    },
  });
  const reading = events.read();
  // Read only after it has ended; until then a failure of it must not be taken for a stray one.
  reading.catch(() => {});
  const over = resultOf(following);
  // When a signal is faster, nobody waits for it.
  over.catch(() => {});
  // What executes now must not be shown above what has ended before it and is not taken yet.
  const looking = looks.lookAgainAndAgain(stop.signal, () => !events.resting);
  try {
    const ending = await Promise.race([over, interrupted.then((signal) => ({ by: "signal" as const, signal }))]);
    events.hurry();
    if (ending.by === "end" && isFinished(ending.details.status)) {
      await reading;
      await afterwards(following, ending.details);
    }
    return ending;
  } finally {
    events.hurry();
    stop.abort();
    await looking;
  }
}

async function afterwards({ afterwards: rest, host, waitMs, interrupted }: Following, details: RunDetails) {
  if (rest === undefined) return;
  const stop = new AbortController();
  const timer = waitMs === undefined ? undefined : host.timer(waitMs, () => stop.abort());
  void interrupted.then(() => stop.abort());
  await rest(details, stop.signal);
  timer?.cancel();
}

const pageEntries = 1_000;

/** Shows what is in the journal already, at once. @returns the status */
async function begin({ handle, view, heading, recordedUpTo }: Following): Promise<RunState> {
  const { status, generation, startedAt, createdAt } = await handle.status();
  const events = [];
  for (let after = 0; after < recordedUpTo; ) {
    // Of what was recorded before, a view shows few values; a resumed run has to wait while they are decoded.
    const limit = Math.min(pageEntries, recordedUpTo - after);
    const page = await handle.journal({ after, limit, values: "when-read" });
    if (page.length === 0) break;
    for (const entry of page)
      events.push({ type: "entry", run: handle.id, generation, seq: entry.seq, entry } as const);
    after += page.length;
  }
  const recordedSteps = events.filter(({ entry }) => entry.kind === "step" || entry.kind === "step-data").length;
  view.began({ ...heading, recordedSteps, startedAt: (startedAt ?? createdAt).getTime() });
  for (const event of events) view.event(event, false);
  return status;
}

const endings = ["run-failed", "run-cancelled", "run-timed-out", "run-blocked", "result-timeout"] as const;

/** Resolves with how the run stands when there is no more to wait for. */
async function resultOf({ handle, waitMs }: Following): Promise<Ending> {
  const options = { rejectOn: ["blocked"] as const, ...(waitMs === undefined ? {} : { timeout: waitMs }) };
  try {
    await handle.result(options);
  } catch (error) {
    // Closed from here: whoever did that has the last word.
    if (isFailure(error, "engine-closed")) return await new Promise(() => {});
    if (!endings.some((code) => isFailure(error, code))) throw error;
    const details = await handle.status();
    return isFailure(error, "result-timeout") ? { by: "wait", status: details.status } : { by: "end", details };
  }
  return { by: "end", details: await handle.status() };
}
