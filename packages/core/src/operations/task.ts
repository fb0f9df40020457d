/** task(...): a reusable step with a name, options and schemas of its own; callable like the function it wraps. */

import type { Bytes } from "../model/bytes.ts";
import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { readArgument, readOptions } from "../model/read-options.ts";
import { saysItIs } from "../model/says-it-is.ts";
import { checkSchema, type Schema, validate } from "../model/schema.ts";
import { checkName } from "../model/step-name.ts";
import type { BodyContext } from "./body-context.ts";
import { wishOf } from "./cache.ts";
import { type DefinitionPlace, placeOfCaller } from "./definition-place.ts";
import { currentFrame } from "./frame.ts";
import { checkIsolation, memoryBytesOf } from "./isolation.ts";
import { looseContext } from "./loose-context.ts";
import type { RunPort } from "./run-port.ts";
import { inline, request, type StepRequest } from "./step.ts";
import { checkStepOptions, refuseQueue, resolveStepOptions, type StepOptions, stepOptions } from "./step-options.ts";

/** A task's own step options, where it executes, and its schemas. */
export interface TaskOptions<I = unknown, O = unknown> extends StepOptions<I> {
  /**
   * `inline` (default): on the worker's own thread. `thread`: in a thread of a small pool, for work that keeps a
   * CPU busy. `process`: in a process of a small pool, for work that may crash, take much memory, or never end; it is
   * killed with all that it has started when its attempt is over. For both the task must be exported from the module
   * that defines it.
   */
  readonly isolation?: "inline" | "thread" | "process";
  /** How large the JavaScript heap of its process may become: bytes, or "256 MB". Default: Node's own limit. */
  readonly memory?: Bytes;
  /** Checked before the body runs; any Standard Schema (Zod, Valibot, ArkType…). */
  readonly input?: Schema<I>;
  /** Checked after the body ran, before the result is recorded. */
  readonly output?: Schema<O>;
}

/** A named, reusable step function. Call it in workflow code to run it as a step, elsewhere as the plain function. */
export interface Task<I, O> {
  (input: I): Promise<O>;
  readonly stepwell: "task";
  readonly taskName: string;
  readonly options: TaskOptions<I, O>;
  readonly body: (input: I, t: BodyContext) => O | PromiseLike<O>;
  /** Where it was defined. */
  readonly place: DefinitionPlace;
}

/** Any task, whatever it takes and gives. */
// biome-ignore lint/suspicious/noExplicitAny: variance: a list of tasks of any input
export type AnyTask = Task<any, any>;

/**
 * Defines a task.
 * @param name unique per engine
 * @param options retry, timeouts, isolation, schemas; may be left out
 * @param body `(input, t)`; executed at least once for every recorded result
 * @throws invalid-name, invalid-option
 */
export function task<I, O>(name: string, body: (input: I, t: BodyContext) => O | PromiseLike<O>): Task<I, O>;
export function task<I, O>(
  name: string,
  options: TaskOptions<I, O>,
  body: (input: I, t: BodyContext) => O | PromiseLike<O>,
): Task<I, O>;
export function task<I, O>(
  name: string,
  second: TaskOptions<I, O> | Task<I, O>["body"],
  third?: Task<I, O>["body"],
): Task<I, O> {
  const options = typeof second === "function" ? {} : second;
  const body = typeof second === "function" ? second : third;
  const taskName = checkName("task", name);
  if (typeof body !== "function")
    throw failure("invalid-option", {
      where: `task ${quoted(name)}`,
      option: "body",
      problem: "must be a function",
    });
  checkTaskOptions(taskName, options);
  const call = (input: I): Promise<O> => {
    const frame = currentFrame();
    if (frame !== undefined && frame.step === undefined) return runTask(frame.run, self, { input });
    if (frame?.step === undefined) return (async () => body(input, looseContext(taskName)))();
    const { step, run } = frame;
    return (async () => bodyOf(run, self, { input, context: step }))();
  };
  const self: Task<I, O> = Object.assign(call, {
    stepwell: "task" as const,
    taskName,
    options,
    body,
    place: placeOfCaller(task),
  });
  return self;
}

const known = [...stepOptions, "isolation", "memory", "input", "output"];

function checkTaskOptions<I, O>(name: string, options: TaskOptions<I, O>): void {
  const where = `task "${name}"`;
  refuseQueue(options, where);
  const { isolation, memory, input, output, ...own } = readOptions(options, known, { where });
  checkSchema(input, { where, option: "input" });
  checkSchema(output, { where, option: "output" });
  checkIsolation({ isolation, memory }, where);
  checkStepOptions(own, where);
}

/** True for what task(...) made. */
export function isTask(value: unknown): value is AnyTask {
  return typeof value === "function" && saysItIs(value, "task");
}

/** `wf.run(task, input, options)`: the task as a step of this run. */
export function runTask<I, O>(
  run: RunPort,
  wanted: Task<I, O>,
  rest: { input: I; options?: StepOptions<I> & { readonly name?: string } },
): Promise<O> {
  if (!isTask(readArgument(wanted, { where: "wf.run", option: "task" })))
    throw failure("invalid-option", { where: "wf.run", option: "task", problem: "must be made by task(...)" });
  const where = `task "${wanted.taskName}"`;
  refuseQueue(rest.options, where);
  const { name = wanted.taskName, ...over } = readOptions(rest.options, [...stepOptions, "name"], { where });
  return request(run, { ...stepOfTask(run, wanted, { input: rest.input, over }), call: "wf.run", name }) as Promise<O>;
}

/** A task as a step: with its own options, but for those that the call puts in their place. */
export function stepOfTask<I, O>(
  run: RunPort,
  wanted: Task<I, O>,
  { input, over }: { readonly input: I; readonly over: StepOptions<I> },
): Omit<StepRequest, "call" | "name"> {
  const { isolation = "inline", memory, input: inputSchema, output: outputSchema, ...own } = wanted.options;
  const policy = resolveStepOptions(merge(own, over), run.defaults, `task "${wanted.taskName}"`);
  const { standIns } = run.defaults;
  const place =
    isolation === "inline" || standIns !== undefined
      ? inline
      : { isolation, module: wanted.place.module, task: wanted.taskName, input, memoryBytes: memoryBytesOf(memory) };
  const execute = async (context: BodyContext): Promise<unknown> => {
    const checked =
      inputSchema === undefined ? input : await validate(inputSchema, input, `the input of task "${wanted.taskName}"`);
    const result = await bodyOf(run, wanted, { input: checked, context });
    return outputSchema === undefined
      ? result
      : await validate(outputSchema, result, `the output of task "${wanted.taskName}"`);
  };
  return { policy, place, execute, cache: wishOf(policy.cache, { name: wanted.taskName, input }) };
}

function bodyOf<I, O>(
  run: RunPort,
  wanted: Task<I, O>,
  { input, context }: { readonly input: I; readonly context: BodyContext },
): O | PromiseLike<O> {
  const { standIns } = run.defaults;
  return standIns === undefined ? wanted.body(input, context) : (standIns.task(wanted, input, context) as O);
}

function merge(own: StepOptions, over: StepOptions): StepOptions | undefined {
  for (const _ in own) return { ...own, ...over };
  for (const _ in over) return over;
  return undefined;
}
