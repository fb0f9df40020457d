/** Notes which bodies were executed, by which process, and with what input: between a test and its mocks. */
import type { BodyContext } from "../../operations/body-context.ts";
import type { StandIns, StandingStep, StandingTask } from "../../operations/stand-ins.ts";

/** One execution of a step's body. */
export interface Execution {
  readonly run: string;
  /** As in the journal: `map[3]/reserve`. */
  readonly step: string;
  readonly attempt: number;
  /** Which process executed it; the one that is killed is the first. */
  readonly process: number;
  /** Of a task; undefined for other steps. */
  input: unknown;
}

export class Ledger implements StandIns {
  readonly executions: Execution[] = [];
  /** Whose bodies are executed now. */
  process = 1;
  readonly #next: StandIns;
  readonly #byContext = new WeakMap<object, Execution>();

  constructor(next: StandIns) {
    this.#next = next;
  }

  task(task: StandingTask, input: unknown, context: BodyContext): unknown {
    const execution = this.#byContext.get(context);
    if (execution !== undefined) execution.input = input;
    return this.#next.task(task, input, context);
  }

  step(step: StandingStep, context: BodyContext, body: () => unknown): unknown {
    const { run, op } = step;
    const execution = { run, step: op, attempt: context.attempt, process: this.process, input: undefined };
    this.executions.push(execution);
    this.#byContext.set(context, execution);
    return this.#next.step(step, context, body);
  }

  workflow(name: string): ReturnType<StandIns["workflow"]> {
    return this.#next.workflow(name);
  }
}
