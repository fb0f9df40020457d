/**
 * wf.start: another workflow as a run of its own, without waiting for its end. Recorded as `started` in the transaction
 * that starts it. Its result may be asked for later: recorded as `child`.
 */
import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import { type ChildResult, childRequest, judgeEnd, type StartChildOptions } from "./child-run.ts";
import type { ChildRequest, Command, Operation, RunPort } from "./run-port.ts";
import { send } from "./send.ts";
import type { Signal } from "./signal.ts";
import type { Startable } from "./startable.ts";

/** A child run, seen from its parent. */
export interface ChildHandle<O> {
  readonly id: string;
  /** Waits for its end. @throws ChildRunFailed when it did not end well */
  result(): Promise<O>;
  /** Sends it a signal; `wf.send` to its id. */
  signal<T>(signal: Signal<T> | string, value?: T): Promise<void>;
}

export async function startChild<I, O>(
  run: RunPort,
  workflow: Startable<I, O>,
  wanted: { readonly input: I; readonly options?: StartChildOptions | undefined },
): Promise<ChildHandle<O>> {
  const scope = scopeOf(run, "wf.start");
  const { input, options = {} } = wanted;
  const { name, ...child } = childRequest(run, { workflow, input, options }, "wf.start");
  const op = scope.next("start", name);
  const id = await waitFor<string>(run, (settle) => new StartOperation(run, { id: op, child, settle }));
  return {
    id,
    result: () => result<O>(run, { child: id, name }),
    signal: (signal, value) => send(run, id, { signal, value }),
  };
}

interface Wanted {
  readonly id: string;
  readonly child: ChildRequest;
  readonly settle: Settle<string>;
}

class StartOperation implements Operation {
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: Wanted;

  constructor(run: RunPort, wanted: Wanted) {
    this.id = wanted.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
  }

  take(entry: Entry): void {
    if (entry.kind !== "started")
      throw failure("broken-invariant", { what: `start ${this.id} was answered by an entry of kind ${entry.kind}` });
    const value = this.#run.decode(entry.value ?? "");
    if (typeof value === "string") this.#wanted.settle.resolve(value);
    else this.#wanted.settle.reject(value);
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  get serves(): { readonly name: string } {
    return this.#wanted.child.workflow;
  }

  command(): Command {
    return { do: "start", child: this.#wanted.child, records: "started" };
  }
}

interface Started {
  /** Id of the child. */
  readonly child: string;
  readonly name: string;
}

function result<O>(run: RunPort, started: Started): Promise<O> {
  const id = scopeOf(run, "result").next("result", started.name);
  return waitFor<O>(run, (settle) => new ResultOperation(run, { id, started, settle: settle as Settle<unknown> }));
}

class ResultOperation implements Operation {
  readonly awaitsEnd = "started";
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: { readonly id: string; readonly started: Started; readonly settle: Settle<unknown> };

  constructor(run: RunPort, wanted: { id: string; started: Started; settle: Settle<unknown> }) {
    this.id = wanted.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
  }

  take(entry: Entry): void {
    if (entry.kind !== "child")
      throw failure("broken-invariant", { what: `result ${this.id} was answered by an entry of kind ${entry.kind}` });
    const [ok, value] = this.#run.decode(entry.value ?? "") as ChildResult;
    if (ok) this.#wanted.settle.resolve(value);
    else this.#wanted.settle.reject(value);
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  command(): Command {
    const { child } = this.#wanted.started;
    return {
      do: "await",
      message: `child~${this.id}`,
      kind: "child",
      dueAt: undefined,
      child: { id: child, op: this.id },
      judge: (_, text) => judgeEnd(this.#run, this.id, text),
    };
  }
}
