/** A script of a stage as a step: in the job's workspace, its lines in the log. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { opened, reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import type { BoundScript } from "../scripts/bound-script.ts";
import { endLeftGroup, forgetGroup, noteGroup } from "../scripts/process/left-group.ts";
import { runScript } from "../scripts/process/run-script.ts";
import { definitionFault } from "./definition-fault.ts";
import type { ReadyStage, StageRun } from "./stage-type.ts";
import { scriptFolderAt } from "./workspace-file.ts";

/** Its outputs: what it printed, how it ended, and what it gave. @throws script-failed and its neighbours */
export async function executeScript(
  stage: ReadyStage,
  s: StageRun,
  script: BoundScript,
  given?: { readonly params: unknown; readonly context: (attempt: number) => unknown },
): Promise<Readonly<Record<string, unknown>>> {
  if (script.problems.length > 0) throw definitionFault(stage.at, script.problems);
  const values = new Map(script.names.map(({ name, expression }) => [name, s.evaluate(expression)]));
  const where = stage.keys["working-directory"] ?? s.render(s.scripts.workingDirectory ?? ".");
  const env = Object.fromEntries(Object.entries(s.env).map(([name, value]) => [name, textOf(opened(value).value)]));
  return await s.step(async (body) => {
    const folder = scriptFolderAt(stage, s, textOf(reveal(where)));
    const left = join(`${s.workspace}.groups`, createHash("sha256").update(body.key).digest("hex").slice(0, 16));
    if (endLeftGroup(left, s.host.proof.boot)) body.log("what an attempt that was cut off had left was ended", "warn");
    const ended = await runScript({
      host: s.host,
      script,
      values,
      name: stage.id,
      folder,
      inherited: s.inherited,
      env,
      ...(stage.limits === undefined ? {} : { limits: limitsOf(stage.limits) }),
      ...(given === undefined ? {} : { params: given.params, context: given.context(s.attempt + body.attempt - 1) }),
      signal: body.abortSignal,
      onStart: (group) => noteGroup(left, group),
      onLine: ({ text }) => body.log(text),
    });
    forgetGroup(left);
    if (ended.error !== undefined) throw ended.error;
    const { stdout, stderr, return_code, outputs } = ended;
    return { stdout, stderr, return_code, ...outputs };
  });
}

function limitsOf({ memoryBytes, cpu }: NonNullable<ReadyStage["limits"]>) {
  return {
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(cpu === undefined ? {} : { cpu }),
  };
}
