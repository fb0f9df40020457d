/** What stands behind `uses`: a task of a registry, or a template of a file. */
import { taskNameOf } from "../tasks/task-name.ts";

export type Use =
  | { readonly kind: "task" }
  /** `file` without its ending: "jobs/common". */
  | { readonly kind: "template"; readonly file: string; readonly name: string }
  | { readonly kind: "wrong"; readonly problem: string; readonly cure: string };

const template = /^((?:jobs|stages)(?:\/[\p{L}\p{N}_][\p{L}\p{N}_.-]*)+)#([\p{L}\p{N}_][\p{L}\p{N}_-]*)$/u;

/** @param folder whose templates fit there: a job takes those of jobs/, a stage those of stages/, and tasks */
export function readUse(text: string, folder: "jobs" | "stages"): Use {
  const [, file, name] = template.exec(text) ?? [];
  const example = folder === "jobs" ? "jobs/common#lint" : "stages/checks#file, or a task: path/name@tag";
  if (file !== undefined && name !== undefined) {
    if (file.startsWith(`${folder}/`)) return { kind: "template", file: file.replace(/\.(?:ya?ml|json)$/, ""), name };
    const problem =
      folder === "jobs" ? "is a template of stages, and this is a job" : "is a template of a job, and this is a stage";
    return { kind: "wrong", problem, cure: `write a template such as ${example}` };
  }
  const action = /^(?:actions|docker)\/[\w.-]+@/.exec(text);
  if (action !== null)
    return {
      kind: "wrong",
      problem: "is an action of GitHub, and there are none here",
      cure: "write what it does in bash, or register a task",
    };
  if (folder === "stages" && taskNameOf(text) !== undefined) return { kind: "task" };
  return { kind: "wrong", problem: "names neither a template nor a task", cure: `write ${example}` };
}
