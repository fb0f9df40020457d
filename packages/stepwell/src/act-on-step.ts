/** What `step` does: one act on one step of one run, then how the run stands. */
import type { RunHandle } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { readValue } from "./input.ts";
import { openToLook } from "./open-engine.ts";
import { printOutcome } from "./run-outcome.ts";
import { findRun } from "./run-reference.ts";

const acts = ["retry", "complete", "skip", "fail"] as const;

/** @returns the exit code */
export async function actOnStep(call: CommandCall): Promise<number> {
  const { given, store } = call;
  const [reference = "", step = ""] = given.args;
  const act = await actOf(call);
  const engine = await openToLook(call);
  let id: string;
  try {
    id = (await findRun(engine, reference, store)).id;
    await act(engine.handle(id), step);
  } finally {
    await engine.close();
  }
  await printOutcome(call, [id]);
  return exitCodes.completed;
}

async function actOf(call: CommandCall): Promise<(run: RunHandle, step: string) => Promise<void>> {
  const { given, environment } = call;
  const chosen = acts.filter((act) => given.flag(act) || given.text(act) !== undefined);
  const [act] = chosen;
  if (act === undefined || chosen.length > 1)
    throw commandFailure("wrong-use", {
      command: "step",
      problem: `give one of ${acts.map((one) => `--${one}`).join(", ")}`,
    });
  const who = given.text("by");
  const by = who === undefined ? {} : { by: who };
  if (act === "retry") return (run, step) => run.retryStep(step, by);
  if (act === "skip") return (run, step) => run.skipStep(step, by);
  const text = given.text(act) ?? "";
  if (act === "fail") return (run, step) => run.failStep(step, text, by);
  const value = await readValue(text, { flag: "--complete", environment });
  return (run, step) => run.completeStep(step, value, by);
}
