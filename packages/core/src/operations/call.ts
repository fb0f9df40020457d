/**
 * wf.call: another workflow, as a run of its own, and its output. Recorded as `child-started` in the transaction that
 * starts it, and as `child` when it has ended.
 */
import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import { type ChildOptions, type ChildResult, childRequest, judgeEnd } from "./child-run.ts";
import type { ChildRequest, Command, Operation, RunPort } from "./run-port.ts";
import type { Startable } from "./startable.ts";

export function call<I, O>(
  run: RunPort,
  workflow: Startable<I, O>,
  wanted: { readonly input: I; readonly options?: ChildOptions | undefined },
): Promise<O> {
  const scope = scopeOf(run, "wf.call");
  const { input, options = {} } = wanted;
  const { name, ...child } = childRequest(run, { workflow, input, options }, "wf.call");
  const id = scope.next("call", name);
  return waitFor<O>(run, (settle) => new CallOperation(run, { id, child, settle: settle as Settle<unknown> }));
}

interface Wanted {
  readonly id: string;
  readonly child: ChildRequest;
  readonly settle: Settle<unknown>;
}

class CallOperation implements Operation {
  readonly awaitsEnd = "called";
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: Wanted;
  /** Id of the run; undefined until it is started. */
  #started: string | undefined;

  constructor(run: RunPort, wanted: Wanted) {
    this.id = wanted.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
  }

  take(entry: Entry): void {
    const value = entry.value === undefined ? undefined : this.#run.decode(entry.value);
    if (entry.kind === "child-started") {
      this.#started = value as string;
      return;
    }
    if (entry.kind !== "child")
      throw failure("broken-invariant", { what: `call ${this.id} was answered by an entry of kind ${entry.kind}` });
    const [ok, result] = value as ChildResult;
    if (ok) this.#wanted.settle.resolve(result);
    else this.#wanted.settle.reject(result);
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  get serves(): { readonly name: string } {
    return this.#wanted.child.workflow;
  }

  command(): Command {
    const { child } = this.#wanted;
    if (this.#started === undefined) return { do: "start", child, records: "child-started" };
    return {
      do: "await",
      message: `child~${this.id}`,
      kind: "child",
      dueAt: undefined,
      // The generation that started it is told of its end; others ask to be told, too.
      child: this.#run.lineage.asksAnew ? { id: this.#started, op: this.id } : undefined,
      judge: (_, text) => judgeEnd(this.#run, this.id, text),
    };
  }
}
