/** The programs that execute tasks: they are given arguments as JSON on a descriptor, and answer on another one. */
import { fileURLToPath } from "node:url";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import type { TaskContextFacts } from "../scripts/javascript/task-context.ts";
import { pathOf, requireShell } from "../scripts/process/find-program.ts";
import { outcomeOf } from "../scripts/process/interpreted-program.ts";
import type { Program, ProgramOutcome } from "../scripts/process/program.ts";
import type { RunProgramOptions } from "../scripts/process/run-options.ts";
import { heapArguments } from "../scripts/process/script-limits.ts";
import { wireOf } from "../scripts/process/wire.ts";
import type { TaskFile } from "./task-files.ts";

const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
const nodeProgram = new URL(`../scripts/javascript/task-process.${ending}`, import.meta.url);
const pythonDescriber = new URL("../scripts/python/describe_task.py", import.meta.url);
const pythonCaller = new URL("../scripts/python/call_task.py", import.meta.url);

type Options = Pick<RunProgramOptions, "inherited" | "env" | "limits">;

/** @throws program-missing */
export function describingProgram({ file, root, language }: TaskFile, options: Options): Program {
  const command = language === "python" ? python(pythonDescriber, options) : node(options);
  const outcome = (_end: unknown, said: string, outputBytes: number): ProgramOutcome =>
    outcomeOf(said, { outputBytes });
  return { command, environment: {}, given: JSON.stringify({ file, root }), outcome };
}

export interface TaskCall {
  /** `orders/load@v1`, for messages. */
  readonly uses: string;
  /** What the module calls it. */
  readonly export: string;
  /** By name; may hold secrets. */
  readonly args: unknown;
  readonly context: TaskContextFacts;
  /** Told of what the task says while it works. */
  readonly heard: (line: string) => void;
}

/** @throws program-missing */
export function callingProgram({ file, root, language }: TaskFile, call: TaskCall, options: Options): Program {
  const args = wireOf(opened(call.args).value);
  const isPython = language === "python";
  const { attempt, key, fence } = call.context;
  return {
    command: isPython ? python(pythonCaller, options) : node(options),
    environment: {},
    given: JSON.stringify(
      isPython
        ? { file, root, export: call.export, args, context: wireOf({ attempt, key, fence }) }
        : { file, call: { name: call.export, args, context: call.context } },
    ),
    heard: call.heard,
    outcome: (end, said, outputBytes) =>
      answered(call.uses, said.slice(said.lastIndexOf("\n") + 1), { end, outputBytes }),
  };
}

function answered(
  uses: string,
  said: string,
  { end, outputBytes }: { end: { readonly code: number | null }; outputBytes: number },
): ProgramOutcome {
  const refused = refusedIn(said);
  if (refused !== undefined)
    return { outputs: {}, error: declarativeFailure("task-arguments", { name: uses, problems: refused }) };
  if (said === "" && end.code === 0)
    return {
      outputs: {},
      error: declarativeFailure("outputs-invalid", { problem: "its process has ended before it gave any" }),
    };
  return outcomeOf(said, { outputBytes });
}

function refusedIn(said: string): readonly string[] | undefined {
  if (!said.startsWith('{"refused"')) return undefined;
  return (JSON.parse(said) as { refused: readonly string[] }).refused;
}

function python(program: URL, options: Options): string[] {
  return [requireShell("python", pathOf(options)), "-u", fileURLToPath(program)];
}

function node({ limits = {} }: Options): string[] {
  return [process.execPath, ...heapArguments(limits), fileURLToPath(nodeProgram)];
}
