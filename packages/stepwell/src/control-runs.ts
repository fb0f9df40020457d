/** What `cancel`, `kill` and `pause` do: a request to each chosen run, then how they stand. */
import { isFinished, nodeHost, type RunHandle, type RunView } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToLook } from "./open-engine.ts";
import { durationOf } from "./run-filter.ts";
import { printOutcome } from "./run-outcome.ts";
import { selectRuns } from "./run-selection.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";

type Verb = "cancel" | "kill" | "pause";

const pauseWait = "30s";

/** @returns the exit code */
export async function controlRuns(call: CommandCall, verb: Verb): Promise<number> {
  const host = nodeHost();
  const waitMs = durationOf("--wait", call.given.text("wait") ?? pauseWait);
  const engine = await openToLook(call);
  let runs: readonly RunView[] | undefined;
  let allDone = true;
  try {
    const suits = (run: RunView): boolean => !isFinished(run.status) && !(verb === "pause" && run.status === "paused");
    runs = await selectRuns(engine, call, { command: verb, now: host.now(), suits });
    if (runs === undefined) return exitCodes.completed;
    for (const run of runs) sayOver(call, run, verb);
    const reason = call.given.text("reason");
    const asked = runs.map((run) => request(engine.handle(run.id), verb, reason));
    const done = Promise.all(asked).then(() => true);
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const timer = host.timer(waitMs, () => resolve(false));
    allDone = await Promise.race([done, late]);
    timer.cancel();
    done.catch(() => {});
  } finally {
    await engine.close();
  }
  await printOutcome(
    call,
    runs.map(({ id }) => id),
  );
  if (runs.some((run) => isFinished(run.status) && !isAsWanted(run, verb))) return exitCodes.usage;
  return allDone ? exitCodes.completed : exitCodes.stillGoing;
}

/** Who asks may take what is printed for what they have done. */
function sayOver({ output }: CommandCall, run: RunView, verb: Verb): void {
  const { id, status } = run;
  if (!isFinished(status) && !isAsWanted(run, verb)) return;
  const already = isAsWanted(run, verb) ? " already" : "";
  const text = `${id} is ${status.replace("_", " ")}${already}: ${verb} has no effect`;
  if (!output.json && !output.quiet) output.progress.line([span(plainText(text), "attention")]);
}

function isAsWanted({ status }: RunView, verb: Verb): boolean {
  return status === (verb === "pause" ? "paused" : "cancelled");
}

async function request(handle: RunHandle, verb: Verb, reason: string | undefined): Promise<void> {
  if (verb === "pause") await handle.pause();
  else if (verb === "kill") await handle.kill(reason);
  else await handle.cancel(reason);
}
