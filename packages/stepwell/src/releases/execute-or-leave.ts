/** Starts a run that a call of a definition has asked for, and executes it here, or leaves it to others. */
import type { Stepwell } from "@stepwell/core";
import type { Code } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Begun, executeHere, waitOf } from "../follow/execute-here.ts";
import type { RunToExecute } from "../follow/execute-runs.ts";
import { lastPosition } from "../follow/recorded.ts";
import { openToStart } from "../open-engine.ts";
import { printOutcome } from "../run-outcome.ts";

/** A run to follow, or that there is none. */
export type Started = { readonly run: Omit<RunToExecute, "recordedUpTo"> } | { readonly code: number };

/** @returns the exit code */
export async function executeOrLeave(
  call: CommandCall,
  code: Code,
  start: (engine: Stepwell) => Promise<Started>,
): Promise<number> {
  const waitMs = waitOf(call);
  if (call.given.flag("detach")) return await leave(call, code, start);
  const begin = async (engine: Stepwell): Promise<Begun> => {
    const started = await start(engine);
    if ("code" in started) return started;
    const { run } = started;
    const recordedUpTo = run.heading.begun === "over" ? await lastPosition(engine.handle(run.id)) : 0;
    return { runs: [{ ...run, recordedUpTo }] };
  };
  return await executeHere(call, { code, waitMs, begin });
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
