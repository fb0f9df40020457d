/** What `debug` does: replays one run, says what its code is told, and where it stands when the journal ends. */
import inspector from "node:inspector";
import type { RunReplay } from "@stepwell/core";
import { readableName } from "@stepwell/core/text";
import { codeOf, modulesOfRuns } from "./code/code-of-runs.ts";
import { moduleLoader } from "./code/load-module.ts";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToCheck, openToLook } from "./open-engine.ts";
import { plainJson } from "./plain-json.ts";
import { findRun } from "./run-reference.ts";
import { entryLine } from "./show-journal.ts";
import { signOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";

/** @returns the exit code: 4 when the code does not fit the journal */
export async function debugRun(call: CommandCall): Promise<number> {
  const { given, output, store } = call;
  const looking = await openToLook(call);
  const run = await findRun(looking, given.args[0] ?? "", store).finally(() => looking.close());
  const modules = await modulesOfRuns([run], moduleLoader(call), given.text("file"));
  const engine = await openToCheck(call, codeOf(modules.values()));
  try {
    waitForDebugger(call);
    const { progress, quiet, json } = output;
    const replay = await engine.handle(run.id).replay((entry) => {
      if (!quiet && !json) progress.line(entryLine(entry));
    });
    print(replay, call);
    return replay.verdict === "would-block" ? exitCodes.blocked : exitCodes.completed;
  } finally {
    await engine.close();
  }
}

/** The user's files are loaded by now: breakpoints can be set in them. */
function waitForDebugger({ given }: CommandCall): void {
  const stop = given.flag("inspectBrk");
  if (!stop && !given.flag("inspect")) return;
  // It says by itself, on standard error, where it listens. Port 0 would be another one each time.
  if (inspector.url() === undefined) inspector.open(undefined, undefined, false);
  inspector.waitForDebugger();
  // biome-ignore lint/suspicious/noDebugger: this is what was asked for
  if (stop) debugger;
}

function print(replay: RunReplay, { output }: CommandCall): void {
  const { result, json } = output;
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, ...(plainJson(replay) as object) })}\n`);
    return;
  }
  const { position, error, ended, waitsFor } = replay;
  const entries = position === 1 ? "1 entry" : `${position} entries`;
  if (error !== undefined) {
    result.line([
      signOf("blocked", result.appearance),
      span(` after ${entries}: ${plainText(error.message)}`, "attention"),
    ]);
    result.sentence(`    ${plainText(error.hint)}`);
    return;
  }
  const where = ended
    ? "the workflow function has ended"
    : `the code waits for ${waitsFor.map((op) => plainText(readableName(op))).join(", ")}`;
  result.line([signOf(ended ? "done" : "waiting", result.appearance), span(` after ${entries}: ${where}`)]);
}
