/** Runs a program of a step whose group is noted while it runs. */
import type { BodyContext, Host } from "@stepwell/core";
import { StepGroups } from "./left-group.ts";
import type { ScriptRun, StartedGroup } from "./run-options.ts";

/** @throws step-taken-over when a later claim has begun the step, and what `run` throws */
export async function notedRun(
  of: {
    readonly workspace: string;
    readonly stage: string;
    readonly body: BodyContext;
    /** Of the run. */
    readonly generation: number;
    readonly host: Host;
  },
  run: (onStart: (group: StartedGroup) => void) => Promise<ScriptRun>,
): Promise<ScriptRun> {
  const { body, host } = of;
  const groups = new StepGroups({ ...of, boot: host.proof.boot });
  if (groups.endLeft()) body.log("what an attempt that was cut off had left was ended", "warn");
  try {
    return await run((group) => groups.note(group));
  } finally {
    groups.forget();
  }
}
