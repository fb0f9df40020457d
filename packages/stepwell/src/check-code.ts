/** What `check` does: loads the code, replays the unfinished runs, and says what would become of them. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DeployCheck, RunReplay } from "@stepwell/core";
import { codeOf } from "./code/code-of-runs.ts";
import { deployedUrl } from "./code/definition-files.ts";
import { DefinitionsOfRuns } from "./code/definitions-of-runs.ts";
import { type ModuleLoader, moduleLoader } from "./code/load-module.ts";
import type { LoadedModule } from "./code/loaded-module.ts";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToCheck, openToLook } from "./open-engine.ts";
import { plainJson } from "./plain-json.ts";
import { signOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";

/** @returns the exit code: 4 when a run would not go on */
export async function checkCode(call: CommandCall): Promise<number> {
  const { given } = call;
  const load = moduleLoader(call);
  const modules =
    given.args.length > 0 ? await Promise.all(given.args.map((file) => load(file))) : await whereRunsBegan(call, load);
  const engine = await openToCheck(call, codeOf(modules));
  try {
    const [limit, workflow] = [given.text("limit"), given.text("workflow")];
    const found = await engine.checkDeploy({
      ...(limit === undefined ? {} : { limit: wholeNumber("--limit", limit) }),
      ...(workflow === undefined ? {} : { workflow }),
    });
    print(found, { call, workflow });
    return found.ok ? exitCodes.completed : exitCodes.blocked;
  } finally {
    await engine.close();
  }
}

/** A file that is gone is no code: its runs are listed as such. */
async function whereRunsBegan(call: CommandCall, load: ModuleLoader): Promise<LoadedModule[]> {
  const engine = await openToLook(call);
  try {
    const { runs } = await engine.checkDeploy();
    const found = new Map<string, Promise<LoadedModule>>();
    const definitions = new DefinitionsOfRuns(call);
    for (const { id, workflow } of runs) {
      const { module } = await engine.handle(id).status();
      if (module === deployedUrl) found.set(`${module} ${workflow}`, definitions.module({ workflow, module }));
      const file = module.startsWith("file:") ? fileURLToPath(module) : "";
      if (file !== "" && !found.has(module) && existsSync(file)) found.set(module, load(file));
    }
    return await Promise.all(found.values());
  } finally {
    await engine.close();
  }
}

function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw commandFailure("wrong-flag-value", { flag, value: text, problem: "is not a whole number from 1" });
}

/** @param asked with the one workflow that was asked about, if any */
function print({ runs, more }: DeployCheck, asked: { call: CommandCall; workflow: string | undefined }): void {
  const { result, json, quiet } = asked.call.output;
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, items: runs.map((run) => plainJson(run)), next: null, more })}\n`);
    return;
  }
  const blocked = runs.filter(({ verdict }) => verdict === "would-block");
  for (const run of blocked) printBlocked(run, { result });
  printUnserved(runs, { result });
  if (quiet) return;
  const fits = runs.filter(({ verdict }) => verdict === "fits").length;
  if (fits > 0) result.line([signOf("done", result.appearance), span(` ${counted(fits)} would go on`)]);
  const others = runs.filter(({ verdict }) => verdict === "other-build").length;
  if (others > 0) {
    const text = ` ${counted(others)} pinned to other builds: left to them`;
    result.line([signOf("pending", result.appearance), span(text, "idle")]);
  }
  const which = asked.workflow === undefined ? "" : ` of workflow "${plainText(asked.workflow)}"`;
  if (runs.length === 0) result.line([span(`no run${which} is unfinished`, "idle")]);
  if (more) result.line([span(`only the newest ${runs.length} runs were looked at: --limit`, "attention")]);
}

function printBlocked({ id, workflow, error }: RunReplay, { result }: Pick<CommandCall["output"], "result">): void {
  const head = ` ${plainText(id)} (${plainText(workflow)}) would be blocked`;
  result.line([signOf("blocked", result.appearance), span(head, "attention")]);
  if (error === undefined) return;
  result.sentence(`    ${plainText(error.message)}`);
  result.sentence(`    ${plainText(error.hint)}`);
}

/** By workflow: there may be thousands. */
function printUnserved(runs: readonly RunReplay[], { result }: Pick<CommandCall["output"], "result">): void {
  const none = runs.filter(({ verdict }) => verdict === "no-code");
  for (const workflow of new Set(none.map((run) => run.workflow))) {
    const count = none.filter((run) => run.workflow === workflow).length;
    const text = ` ${counted(count)} of workflow ${plainText(workflow)}: its code is not here; no worker of this code can serve it`;
    result.line([signOf("blocked", result.appearance), span(text, "attention")]);
  }
}

function counted(runs: number): string {
  return runs === 1 ? "1 run" : `${runs} runs`;
}
