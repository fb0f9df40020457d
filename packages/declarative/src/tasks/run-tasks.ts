/** The tasks of one run: what they were when it began, and how its stages call them. */
import type { AnyTask, BodyContext, Host, LogLevel } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { HiddenTexts } from "../expressions/hidden-texts.ts";
import { opened } from "../expressions/secret.ts";
import { plainOutputs } from "../scripts/javascript/plain-outputs.ts";
import type { TaskMessage } from "../scripts/javascript/task-context.ts";
import { checked } from "../scripts/javascript/task-schema.ts";
import { unwired } from "../scripts/javascript/unwired.ts";
import { notedRun } from "../scripts/process/noted-run.ts";
import { runProgram } from "../scripts/process/run-program.ts";
import { wireOf } from "../scripts/process/wire.ts";
import type { TaskFile } from "./task-files.ts";
import { callingProgram } from "./task-program.ts";
import type { TaskPin, TaskRegistry } from "./task-registry.ts";

type Outputs = Readonly<Record<string, unknown>>;

/** One call of a task, within a body. */
export interface TaskCalling {
  /** `orders/load@v1`. */
  readonly uses: string;
  /** By name; may hold secrets. */
  readonly args: unknown;
  readonly body: BodyContext;
  /** Of the run. */
  readonly generation: number;
  /** Over all attempts of the stage, from 1. */
  readonly attempt: number;
  /** Of the stage, for messages. */
  readonly name: string;
  /** Where its process works. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly host: Host;
  /** The secrets that it may have been given. */
  readonly hidden: HiddenTexts;
}

export class RunTasks {
  readonly #registry: TaskRegistry;
  /** Each once. */
  readonly pins: readonly TaskPin[];

  constructor(registry: TaskRegistry, pins: readonly TaskPin[]) {
    this.#registry = registry;
    this.pins = pins;
  }

  /**
   * What the task gives, as outputs: a map as it is, anything else as `result`.
   * @throws task-changed, task-arguments, script-failed and its neighbours
   */
  async call(calling: TaskCalling): Promise<Outputs> {
    const pin = this.pins.find(({ uses }) => uses === calling.uses);
    if (pin === undefined) throw declarativeFailure("task-changed", { name: calling.uses, file: "its module" });
    const callable = this.#registry.callable(pin);
    return "task" in callable
      ? await calledHere(callable.task, calling)
      : await calledInProcess(callable.file, pin, calling);
  }
}

/** A plugin's task: a function of this process. It is told of a cancellation, and cannot be killed. */
async function calledHere({ options, body }: AnyTask, { uses, args, body: context }: TaskCalling): Promise<Outputs> {
  const input = await checked(options.input, unwired(wireOf(opened(args).value)));
  if ("issues" in input) throw declarativeFailure("task-arguments", { name: uses, problems: input.issues });
  const output = await checked(options.output, await body(input.value, context));
  if ("issues" in output) throw notPlain(output.issues.join("; "));
  try {
    return outputsOf(output.value);
  } catch (error) {
    throw notPlain((error as Error).message);
  }
}

function notPlain(problem: string): Error {
  return declarativeFailure("outputs-invalid", { problem: `what the task gives is not right: ${problem}` });
}

function outputsOf(value: unknown): Outputs {
  if (value === undefined || value === null) return {};
  const isMap = typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return plainOutputs(isMap ? value : { result: value });
}

async function calledInProcess(file: TaskFile, pin: TaskPin, calling: TaskCalling): Promise<Outputs> {
  const { uses, args, body, generation, attempt, name, folder, env, inherited, host, hidden } = calling;
  const context = { attempt, key: body.key, fence: body.fence, seed: body.uuid(), nowMs: body.now().getTime() };
  let wrong: unknown;
  const heard = (line: string): void => {
    try {
      take(JSON.parse(line) as TaskMessage, body);
    } catch (error) {
      wrong ??= error;
    }
  };
  const options = { host, inherited, env, name, folder, hidden, signal: body.abortSignal };
  const shell = file.language === "python" ? "python" : "js";
  const running = { ...options, onLine: ({ text }: { readonly text: string }) => body.log(text) };
  const ended = await notedRun({ workspace: folder, stage: name, body, generation, host }, (onStart) =>
    runProgram({ ...running, onStart }, shell, () =>
      callingProgram(file, { uses, export: pin.export, args, context, heard }, options),
    ),
  );
  const error = ended.error ?? wrong;
  if (error !== undefined) throw error;
  return ended.outputs;
}

function take(message: TaskMessage, body: BodyContext): void {
  if ("log" in message) body.log(message.log, message.level as LogLevel);
  else if ("progress" in message) body.progress(message.progress, message.total);
  else if ("set" in message) body.set(message.set, message.value);
  else body.heartbeat();
}
