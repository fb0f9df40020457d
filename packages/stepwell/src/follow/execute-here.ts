/** Opens an engine that works, begins runs in it, and executes them here to their end. */
import { nodeHost, type Stepwell } from "@stepwell/core";
import type { Code } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { openToWork } from "../open-engine.ts";
import { durationOf } from "../run-filter.ts";
import { executeRuns, type RunToExecute } from "./execute-runs.ts";
import { listenForInterruption } from "./interruption.ts";

/** Runs to execute, or the exit code where there are none. */
export type Begun = { readonly runs: readonly RunToExecute[] } | { readonly code: number };

export interface Here {
  readonly code: Code;
  /** What `waitOf` has read. */
  readonly waitMs: number | undefined;
  /** Makes the runs this engine's to execute. */
  readonly begin: (engine: Stepwell) => Promise<Begun>;
}

/** @returns the exit code */
export async function executeHere(call: CommandCall, { code, waitMs, begin }: Here): Promise<number> {
  const interruption = listenForInterruption(call.environment);
  try {
    let notice = (_text: string): void => {};
    const engine = await openToWork(call, code, (text) => notice(text));
    const begun = await begin(engine).catch(async (error: unknown) => {
      await engine.close();
      throw error;
    });
    if ("code" in begun) {
      await engine.close();
      return begun.code;
    }
    const onNotice = (to: (text: string) => void): void => {
      notice = to;
    };
    return await executeRuns({ call, host: nodeHost(), engine, runs: begun.runs, waitMs, interruption, onNotice });
  } finally {
    interruption.stop();
  }
}

/** How long the command waits for an end, as `--wait` has it. Read before anything is changed. @throws wrong-flag-value */
export function waitOf({ given }: CommandCall): number | undefined {
  const wait = given.text("wait");
  return wait === undefined ? undefined : durationOf("--wait", wait);
}
