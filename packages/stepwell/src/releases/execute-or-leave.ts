/** Starts a run that a call of a definition has asked for, and executes it here, or leaves it to others. */
import { nodeHost, type Stepwell } from "@stepwell/core";
import type { Code } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { executeRuns, type RunToExecute } from "../follow/execute-runs.ts";
import { listenForInterruption } from "../follow/interruption.ts";
import { lastPosition } from "../follow/recorded.ts";
import { openToStart, openToWork } from "../open-engine.ts";
import { durationOf } from "../run-filter.ts";
import { printOutcome } from "../run-outcome.ts";

/** A run to follow, or that there is none. */
export type Started = { readonly run: Omit<RunToExecute, "recordedUpTo"> } | { readonly code: number };

/** @returns the exit code */
export async function executeOrLeave(
  call: CommandCall,
  code: Code,
  start: (engine: Stepwell) => Promise<Started>,
): Promise<number> {
  const { given } = call;
  const wait = given.text("wait");
  const waitMs = wait === undefined ? undefined : durationOf("--wait", wait);
  if (given.flag("detach")) return await leave(call, code, start);
  const interruption = listenForInterruption(call.environment);
  let notice = (_text: string): void => {};
  const engine = await openToWork(call, code, (text) => notice(text));
  let run: RunToExecute;
  try {
    const started = await start(engine);
    if ("code" in started) {
      await engine.close();
      interruption.stop();
      return started.code;
    }
    const kept = started.run.heading.begun === "over" ? await lastPosition(engine.handle(started.run.id)) : 0;
    run = { ...started.run, recordedUpTo: kept };
  } catch (error) {
    await engine.close();
    interruption.stop();
    throw error;
  }
  return await executeRuns({
    call,
    host: nodeHost(),
    engine,
    runs: [run],
    waitMs,
    interruption,
    onNotice: (to) => {
      notice = to;
    },
  });
}

async function leave(call: CommandCall, code: Code, start: (engine: Stepwell) => Promise<Started>): Promise<number> {
  const engine = await openToStart(call, code);
  let started: Started;
  try {
    started = await start(engine);
  } finally {
    await engine.close();
  }
  if ("code" in started) return started.code;
  await printOutcome(call, [started.run.id]);
  return exitCodes.completed;
}
