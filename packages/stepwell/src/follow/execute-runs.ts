/** Executes runs in this process and follows them to their end, or saves them when they have to stop before. */
import { type Host, isFinished, type RunDetails, type Stepwell } from "@stepwell/core";
import type { CommandCall } from "../command-spec.ts";
import { exitCodeOfState, exitCodes } from "../exit-codes.ts";
import { openToLook } from "../open-engine.ts";
import { plainJson } from "../plain-json.ts";
import { storeFlag } from "../store-flag.ts";
import { untilChildrenEnded } from "./cancelled-children.ts";
import { chooseView } from "./choose-view.ts";
import { type Ending, followRun } from "./follow-run.ts";
import { exitCodeOfSignal, type Interruption } from "./interruption.ts";
import { tellLeftChildren } from "./left-children.ts";
import { entriesOf } from "./recorded.ts";
import type { FollowView, Heading, Saved } from "./view.ts";

export interface RunToExecute {
  readonly id: string;
  readonly heading: Omit<Heading, "recordedSteps" | "startedAt" | "run">;
  readonly recordedUpTo: number;
}

export interface Executing {
  readonly call: CommandCall;
  readonly host: Host;
  /** Opened to work; closed when this ends. */
  readonly engine: Stepwell;
  readonly runs: readonly RunToExecute[];
  readonly waitMs: number | undefined;
  readonly interruption: Interruption;
  /** Where the engine's own notices go from now on. */
  readonly onNotice: (to: (text: string) => void) => void;
}

/** How long steps in progress may take to end when the process has to stop. */
const graceMs = 5_000;

interface Followed {
  readonly run: RunToExecute;
  readonly view: FollowView;
  readonly ending: Ending;
}

/** @returns the exit code */
export async function executeRuns(executing: Executing): Promise<number> {
  const { call, host, engine, runs, interruption } = executing;
  const { environment, output } = call;
  const several = runs.length > 1;
  const views = runs.map(() => chooseView({ output, environment, host, where: storeFlag(call), several }));
  executing.onNotice((text) => views[0]?.notice(text));
  // Standard output is for the result alone: what the user's code prints goes where progress goes.
  const print = (text: string): void => views[0]?.printed(text);
  const open = new Set(runs);
  interruption.beforeLeaving((exit) => {
    const kept = call.store !== "memory:";
    for (const [at, run] of runs.entries())
      if (open.has(run)) views[at]?.leftAtOnce({ run: run.id, exit, kept, where: storeFlag(call) });
  });
  const diverted = [environment.stdout.divert(print), environment.stderr.divert(print)];
  try {
    const followed = await Promise.all(
      runs.map(async (run, at) => {
        const one = await follow(executing, run, views[at] as FollowView);
        if (one.ending.by === "end") open.delete(run);
        return one;
      }),
    );
    const ended = await saveTheRest(executing, followed);
    open.clear();
    for (const details of ended) printResult(details, call, several);
    return exitCode(followed, ended);
  } finally {
    await engine.close({ graceMs });
    for (const { stop } of diverted) stop();
  }
}

async function follow(
  { call, engine, host, waitMs, interruption }: Executing,
  run: RunToExecute,
  view: FollowView,
): Promise<Followed> {
  const ending = await followRun({
    engine,
    handle: engine.handle(run.id),
    view,
    host,
    recordedUpTo: run.recordedUpTo,
    heading: { ...run.heading, run: run.id },
    waitMs,
    interrupted: interruption.first,
    async afterwards({ id, status }, stop) {
      const where = storeFlag(call);
      if (status !== "completed") await untilChildrenEnded(id, { engine, view, stop, where });
      await tellLeftChildren(id, { engine, view, where, kept: call.store !== "memory:" });
    },
  });
  if (ending.by === "end") view.ended(ending.details, host.now());
  return { run, view, ending };
}

/** Closes the engine if some runs have to stop before their end, and tells what is kept of them. */
async function saveTheRest(executing: Executing, followed: readonly Followed[]): Promise<RunDetails[]> {
  const { engine, call, host, interruption } = executing;
  const ended = followed.flatMap(({ ending }) => (ending.by === "end" ? [ending.details] : []));
  const stopped = followed.filter(({ ending }) => ending.by !== "end");
  if (stopped.length === 0) return ended;
  interruption.expectSecond();
  const inProgress = new Map(stopped.map(({ run }) => [run.id, executingOps(engine, run.id)]));
  for (const { run, view, ending } of stopped) {
    const steps = inProgress.get(run.id)?.length ?? 0;
    view.saving({ executing: steps, graceMs, interrupted: ending.by === "signal" });
  }
  await engine.close({ graceMs });
  const looking = call.store === "memory:" ? undefined : await openToLook(call);
  try {
    for (const { run, view, ending } of stopped) {
      const exit = ending.by === "signal" ? exitCodeOfSignal(ending.signal) : exitCodes.stillGoing;
      const details = await looking?.handle(run.id).status();
      if (looking === undefined || details === undefined) {
        const nothing = { recordedSteps: 0, again: 0, released: true, kept: false, where: "" };
        view.saved({ run: run.id, status: "pending", exit, ...nothing });
      } else if (isFinished(details.status)) {
        // It came to its end while it was being saved.
        view.ended(details, host.now());
        ended.push(details);
      } else {
        const facts = await savedFacts(looking, details, inProgress.get(run.id) ?? []);
        view.saved({ ...facts, exit, where: storeFlag(call) });
      }
    }
  } finally {
    await looking?.close();
  }
  return ended;
}

function executingOps(engine: Stepwell, id: string): string[] {
  return engine
    .handle(id)
    .executing()
    .map(({ op }) => op);
}

async function savedFacts(
  engine: Stepwell,
  details: RunDetails,
  inProgress: readonly string[],
): Promise<Omit<Saved, "exit" | "where">> {
  const open = new Set(inProgress);
  let recordedSteps = 0;
  for await (const { kind, op } of entriesOf(engine.handle(details.id))) {
    if (kind === "step" || kind === "step-data") recordedSteps++;
    if (kind === "step" || kind === "step-data" || kind === "step-failed") open.delete(op);
  }
  const { id, status } = details;
  return { run: id, status, recordedSteps, again: open.size, released: status !== "running", kept: true };
}

function printResult(details: RunDetails, { environment, output }: CommandCall, several: boolean): void {
  // In JSON, the last event holds it.
  if (output.json || details.status !== "completed") return;
  const value = plainJson(details.output);
  if (several) environment.stdout.write(`${JSON.stringify({ run: details.id, output: value ?? null })}\n`);
  else if (value !== undefined)
    environment.stdout.write(`${JSON.stringify(value, undefined, environment.stdout.isTerminal ? 2 : 0)}\n`);
}

/** The signal's, or the first that is not 0. */
function exitCode(followed: readonly Followed[], ended: readonly RunDetails[]): number {
  const endings = followed.map(({ ending }) => ending);
  const stopped = endings.length > ended.length;
  const signal = endings.find((ending) => ending.by === "signal");
  if (stopped && signal?.by === "signal") return exitCodeOfSignal(signal.signal);
  const codes = ended.map(({ status }) => exitCodeOfState(status));
  const bad = codes.find((code) => code !== exitCodes.completed);
  return bad ?? (stopped ? exitCodes.stillGoing : exitCodes.completed);
}
