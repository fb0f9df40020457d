/** What `signal` does: sends it, then says how the run stands. */
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { readInput } from "./input.ts";
import { openToLook } from "./open-engine.ts";
import { printOutcome } from "./run-outcome.ts";
import { findRun } from "./run-reference.ts";

/** @returns the exit code */
export async function sendToRun(call: CommandCall): Promise<number> {
  const { given, store } = call;
  const [reference = "", name = ""] = given.args;
  const payload = await readInput(call);
  const key = given.text("key");
  const engine = await openToLook(call);
  let id: string;
  try {
    ({ id } = await findRun(engine, reference, store));
    await engine.handle(id).signal(name, payload, key === undefined ? {} : { key });
  } finally {
    await engine.close();
  }
  await printOutcome(call, [id]);
  return exitCodes.completed;
}
