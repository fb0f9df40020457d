/** What a test has executed in place of tasks, steps and child workflows, and what it was called with. */
import { failure } from "../../model/errors.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import type { WorkflowContext } from "../../operations/context.ts";
import type { StandIns, StandingStep, StandingTask } from "../../operations/stand-ins.ts";
import { type AnyTask, isTask, type Task } from "../../operations/task.ts";
import { type AnyWorkflow, isWorkflow, type Workflow } from "../../operations/workflow.ts";

/** One call of something that was mocked. */
export interface MockCall<I = unknown> {
  /** Of the task or workflow; undefined for a step. */
  readonly input: I;
  /** Id of the run. */
  readonly run: string;
  /** The step as in the journal: `map[3]/reserve`; "" for a workflow. */
  readonly step: string;
  /** From 1. */
  readonly attempt: number;
}

/** What a mock was asked for so far. */
export interface Mock<I = unknown> {
  /** In the order of the calls; attempts that fail are among them. */
  readonly calls: readonly MockCall<I>[];
}

type Answer = (input: unknown, context: BodyContext | WorkflowContext) => unknown;

interface Given extends Mock {
  readonly what: string;
  readonly calls: MockCall[];
  readonly answer: Answer;
}

interface Failing {
  readonly what: string;
  readonly attempts: number;
  readonly error: unknown;
  used: boolean;
}

/** A task or workflow with the function in its place: for the option `mocks`. */
export type MockPair =
  // biome-ignore lint/suspicious/noExplicitAny: variance: pairs of any input in one list
  | readonly [Task<any, any>, (input: any, t: BodyContext) => unknown]
  // biome-ignore lint/suspicious/noExplicitAny: as above
  | readonly [Workflow<any, any>, (input: any, wf: WorkflowContext) => unknown]
  /** The name of a step, or its key in the journal. */
  | readonly [string, (s: BodyContext) => unknown];

export class Mocks implements StandIns {
  readonly #tasks = new Map<string, Given>();
  readonly #steps = new Map<string, Given>();
  readonly #workflows = new Map<string, Given>();
  readonly #failing = new Map<string, Failing>();
  readonly #places = new WeakMap<object, StandingStep>();

  add(where: string, [target, fn]: MockPair): Mock<never> {
    if (typeof fn !== "function") throw invalid(where, "fn", "must be a function");
    if (typeof target === "string") {
      const answer: Answer = (_, s) => (fn as (s: BodyContext) => unknown)(s as BodyContext);
      return put(this.#steps, target, { what: `step "${target}"`, calls: [], answer });
    }
    const answer = fn as Answer;
    if (isTask(target)) return put(this.#tasks, target.taskName, { what: nameOf(target), calls: [], answer });
    if (isWorkflow(target)) return put(this.#workflows, target.name, { what: nameOf(target), calls: [], answer });
    throw invalid(where, "target", "must be made by task(...) or workflow(...), or the name of a step");
  }

  /** The first attempts of every such step fail. */
  failAttempts(target: AnyTask | string, attempts: number, error: unknown): void {
    const where = "kit.failAttempts";
    if (typeof target !== "string" && !isTask(target))
      throw invalid(where, "target", "must be made by task(...), or the name of a step");
    if (!Number.isSafeInteger(attempts) || attempts < 1)
      throw invalid(where, "attempts", "must be a whole number from 1");
    const what = typeof target === "string" ? `step "${target}"` : nameOf(target);
    this.#failing.set(what, { what, attempts, error, used: false });
  }

  /** What was given and never asked for. */
  unused(): string[] {
    const given = [...this.#tasks.values(), ...this.#steps.values(), ...this.#workflows.values()];
    return [
      ...given.filter(({ calls }) => calls.length === 0).map(({ what }) => `the mock of ${what} was never called`),
      ...[...this.#failing.values()]
        .filter(({ used }) => !used)
        .map(({ what }) => `${what}, which was to fail, was never executed`),
    ];
  }

  task(task: StandingTask, input: unknown, context: BodyContext): unknown {
    const name = `task "${task.taskName}"`;
    this.#fail(name, context);
    const given = this.#tasks.get(task.taskName);
    if (given === undefined) return task.body(input as never, context);
    const { run = "", op = "" } = this.#places.get(context) ?? {};
    given.calls.push({ input, run, step: op, attempt: context.attempt });
    return given.answer(input, context);
  }

  step({ run, op, name }: StandingStep, context: BodyContext, body: () => unknown): unknown {
    this.#places.set(context, { run, op, name });
    for (const what of [op, name]) this.#fail(`step "${what}"`, context);
    const given = this.#steps.get(op) ?? this.#steps.get(name);
    if (given === undefined) return body();
    given.calls.push({ input: undefined, run, step: op, attempt: context.attempt });
    return given.answer(undefined, context);
  }

  workflow(name: string): ((wf: object, input: unknown) => unknown) | undefined {
    const given = this.#workflows.get(name);
    if (given === undefined) return undefined;
    return (wf, input) => {
      given.calls.push({ input, run: (wf as WorkflowContext).id, step: "", attempt: 1 });
      return given.answer(input, wf as WorkflowContext);
    };
  }

  #fail(what: string, { attempt }: BodyContext): void {
    const failing = this.#failing.get(what);
    if (failing === undefined) return;
    failing.used = true;
    if (attempt <= failing.attempts) throw failing.error ?? failure("mock-failed", { what, attempt });
  }
}

function put(among: Map<string, Given>, name: string, given: Given): Mock<never> {
  among.set(name, given);
  return given as unknown as Mock<never>;
}

function nameOf(target: AnyTask | AnyWorkflow): string {
  return isTask(target) ? `task "${target.taskName}"` : `workflow "${target.name}"`;
}

function invalid(where: string, option: string, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
