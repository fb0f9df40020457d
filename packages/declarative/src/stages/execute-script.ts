/** A script of a stage as a step: in the job's workspace, its lines in the log. */
import { isAbsolute } from "node:path";
import { DockerEngine } from "../containers/docker-engine.ts";
import { scriptInContainer } from "../containers/script-in-container.ts";
import { opened, reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import type { BoundScript } from "../scripts/bound-script.ts";
import { notedRun } from "../scripts/process/noted-run.ts";
import type { ScriptRun } from "../scripts/process/run-options.ts";
import { runScript } from "../scripts/process/run-script.ts";
import { definitionFault } from "./definition-fault.ts";
import { scriptFolderAt } from "./script-folder.ts";
import type { ReadyStage, StageRun } from "./stage-type.ts";

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
    const { image, workspace } = s;
    const wanted = textOf(reveal(where));
    // An absolute path of a container is its own.
    const folder = image !== undefined && isAbsolute(wanted) ? wanted : scriptFolderAt(stage, s, wanted);
    const running = {
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
      hidden: s.hidden,
      onLine: ({ text }: { readonly text: string }) => body.log(text),
    };
    if (image !== undefined) {
      const engine = new DockerEngine(s.reach.docker);
      return outputsOf(await scriptInContainer(engine, { ...running, image, workspace, body, run: s.wf }));
    }
    const of = { workspace, stage: stage.id, body, generation: s.wf.generation, host: s.host };
    const ended = await notedRun(of, (onStart) => runScript({ ...running, onStart }));
    return outputsOf(ended);
  });
}

function outputsOf({ error, stdout, stderr, return_code, outputs }: ScriptRun): Readonly<Record<string, unknown>> {
  if (error !== undefined) throw error;
  return { stdout, stderr, return_code, ...outputs };
}

function limitsOf({ memoryBytes, cpu }: NonNullable<ReadyStage["limits"]>) {
  return {
    ...(memoryBytes === undefined ? {} : { memoryBytes }),
    ...(cpu === undefined ? {} : { cpu }),
  };
}
