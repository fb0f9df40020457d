/** What a module of tasks says of itself: found out in a process of its own, so that nothing of it enters this one. */
import { tmpdir } from "node:os";
import { relative, sep } from "node:path";
import type { Host } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { runProgram } from "../scripts/process/run-program.ts";
import { loadingTrouble } from "./loading-trouble.ts";
import type { TaskFile } from "./task-files.ts";
import { describingProgram } from "./task-program.ts";

export interface TaskModule {
  readonly tasks: readonly DescribedTask[];
  /** SHA-256 of each of the user's files that it is made of, by absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface DescribedTask {
  /** `load@v1`. */
  readonly name: string;
  /** What the module calls it. */
  readonly export: string;
  /** Names of its arguments, as far as it says them; `open`: it takes others, too. */
  readonly known: readonly string[];
  readonly required: readonly string[];
  readonly open: boolean;
}

export interface TaskSurroundings {
  readonly host: Host;
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** A module that takes longer to load waits for something that does not come. */
const limitMs = 60_000;

/** @throws task-not-loadable, program-missing */
export async function describeModule(found: TaskFile, { host, inherited }: TaskSurroundings): Promise<TaskModule> {
  const options = { host, inherited, name: shownFile(found), folder: tmpdir(), timeoutMs: limitMs };
  const shell = found.language === "python" ? "python" : "js";
  const ended = await runProgram(options, shell, () => describingProgram(found, options));
  const { outputs, error, stderr } = ended;
  if (error === undefined && "tasks" in outputs) return outputs as unknown as TaskModule;
  if ("problem" in outputs) throw notLoadable(outputs as unknown as Trouble);
  if (error?.code === "script-timeout")
    throw notLoadable({ file: found.file, line: undefined, problem: `it takes more than ${limitMs / 1_000} s` });
  throw notLoadable(loadingTrouble(stderr, found.file));
}

interface Trouble {
  readonly file: string;
  readonly line: number | undefined | null;
  readonly problem: string;
}

function notLoadable({ file, line, problem }: Trouble): Error {
  return declarativeFailure("task-not-loadable", { file, line: line ?? undefined, problem });
}

/** `etl/orders.ts` */
export function shownFile({ root, file }: TaskFile): string {
  return relative(root, file).split(sep).join("/");
}
