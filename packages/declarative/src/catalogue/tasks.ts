/** What can go wrong with registered tasks: `uses: path/name@tag`. */
import type { CatalogueEntry } from "@stepwell/core";

const list = (words: readonly string[]): string => (words.length === 0 ? "none" : words.join(", "));

export const tasksErrors = {
  "task-unknown": {
    message: (f: { name: string; problem: string; roots: readonly string[]; nearest: string }) =>
      `there is no task "${f.name}": ${f.problem}; tasks are looked for in ${list(f.roots)}`,
    hint: (f: { nearest: string }) =>
      f.nearest === ""
        ? "write path/name@tag, with the path of the task's module below one of these folders; the setting tasks.path names them"
        : `did you mean "${f.nearest}"?`,
  },
  "task-twice": {
    message: (f: { name: string; first: string; second: string }) =>
      `task "${f.name}" stands twice: in ${f.first}, and in ${f.second}`,
    hint: "rename one of them, or take one of the folders out of tasks.path",
  },
  "task-not-loadable": {
    message: (f: { file: string; line: number | undefined; problem: string }) =>
      `${f.file}${f.line === undefined ? "" : `:${f.line}`} cannot be loaded: ${f.problem}`,
    hint: "mend the module of the task",
  },
  "task-arguments": {
    message: (f: { name: string; problems: readonly string[] }) =>
      `the arguments of task "${f.name}" are not right: ${f.problems.join("; ")}`,
    hint: "correct `with`: it gives each argument by its name",
  },
  "task-changed": {
    message: (f: { name: string; file: string }) =>
      `task "${f.name}" is not what it was when the run began: ${f.file} has changed, or is gone`,
    hint: "put the file back and retry the run, or start a new one: a run stays on the code that it started with",
  },
} as const satisfies Record<string, CatalogueEntry>;
