/** What `export` and `import` do. */
import type { RunExport, RunView } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { readJson } from "./input.ts";
import { openToLook, openToStart } from "./open-engine.ts";
import { findRun } from "./run-reference.ts";
import { storeFlag } from "./store-flag.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { writeOutput } from "./write-output.ts";

/** @returns the exit code */
export async function exportRun(call: CommandCall): Promise<number> {
  const { given, output, store } = call;
  const engine = await openToLook(call);
  try {
    const { id, status } = await findRun(engine, given.args[0] ?? "", store);
    const document = await engine.export(id, { generations: given.flag("all") ? "all" : "newest" });
    const text = `${JSON.stringify(document)}\n`;
    const file = given.text("output");
    if (file === undefined) {
      output.result.stream.write(text);
      return exitCodes.completed;
    }
    writeOutput({ file, text, mode: 0o600 }, call);
    if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, id, status, file })}\n`);
    else if (!output.quiet) output.progress.line([span(plainText(`${id} (${status}) is in ${file}`))]);
    return exitCodes.completed;
  } finally {
    await engine.close();
  }
}

/** @returns the exit code */
export async function importRun(call: CommandCall): Promise<number> {
  const { given, environment } = call;
  const document = (await readJson(given.args[0] ?? "", environment)) as RunExport;
  const id = given.text("id");
  const engine = await openToStart(call);
  try {
    const run = await engine.import(document, id === undefined ? {} : { id });
    say(await run.status(), call);
    return exitCodes.completed;
  } finally {
    await engine.close();
  }
}

function say({ id, status, workflow }: RunView, call: CommandCall): void {
  const { output } = call;
  const { result } = output;
  if (output.json) result.stream.write(`${JSON.stringify({ v: 1, id, workflow, status })}\n`);
  else result.line([span(plainText(`${id} (${workflow}) is ${status}`))]);
  if (status === "paused" && !output.json && !output.quiet)
    output.progress.sentence(plainText(`to let it go on here: stepwell resume ${id}${storeFlag(call)}`), "idle");
}
