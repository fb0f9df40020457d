/** What `watch` does: looks on, and changes nothing. */
import { nodeHost } from "@stepwell/core";
import type { CommandCall } from "../command-spec.ts";
import { exitCodeOfState, exitCodes } from "../exit-codes.ts";
import { openToLook } from "../open-engine.ts";
import { durationOf } from "../run-filter.ts";
import { findRun } from "../run-reference.ts";
import { storeFlag } from "../store-flag.ts";
import { chooseView } from "./choose-view.ts";
import { followRun } from "./follow-run.ts";
import { exitCodeOfSignal, listenForInterruption } from "./interruption.ts";
import { lastPosition } from "./recorded.ts";

/** @returns the exit code: that of the run */
export async function watchRun(call: CommandCall): Promise<number> {
  const { environment, output, given, store } = call;
  const wait = given.text("wait");
  const waitMs = wait === undefined ? undefined : durationOf("--wait", wait);
  const host = nodeHost();
  const engine = await openToLook(call);
  const interruption = listenForInterruption(environment);
  try {
    const { id, workflow } = await findRun(engine, given.args[0] ?? "", store);
    const handle = engine.handle(id);
    const view = chooseView({ output, environment, host, where: storeFlag(call), several: false });
    const ending = await followRun({
      engine,
      handle,
      view,
      host,
      recordedUpTo: await lastPosition(handle),
      heading: { workflow, run: id, file: "", begun: "watched" },
      waitMs,
      interrupted: interruption.first,
    });
    if (ending.by === "end") {
      view.ended(ending.details, host.now());
      return exitCodeOfState(ending.details.status);
    }
    const { status, orphaned } = await handle.status();
    view.left({ run: id, status, orphaned, where: storeFlag(call) });
    return ending.by === "wait" ? exitCodes.stillGoing : exitCodeOfSignal(ending.signal);
  } finally {
    interruption.stop();
    await engine.close();
  }
}
