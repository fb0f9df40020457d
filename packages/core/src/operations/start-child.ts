/**
 * wf.start: another workflow as a run of its own, without waiting for its end. Recorded as `started` in the transaction
 * that starts it. Its result may be asked for later: recorded as `child`.
 */
import { scopeOf, waitForStateless, wrongEntry } from "./asking.ts";
import { type ChildResult, childRequest, judgeEnd, type StartChildOptions } from "./child-run.ts";
import type { RunPort } from "./run-port.ts";
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
  const id = await waitForStateless<string>(run, {
    id: op,
    serves: child.workflow,
    take(entry, settle) {
      if (entry.kind !== "started") throw wrongEntry(op, entry);
      const value = run.decode(entry.value ?? "");
      if (typeof value === "string") settle.resolve(value);
      else settle.reject(value);
    },
    command: () => ({ do: "start", child, records: "started" }),
  });
  return {
    id,
    result: () => result<O>(run, { child: id, name }),
    signal: (signal, value) => send(run, id, { signal, value }),
  };
}

interface Started {
  /** Id of the child. */
  readonly child: string;
  readonly name: string;
}

function result<O>(run: RunPort, { child, name }: Started): Promise<O> {
  const id = scopeOf(run, "result").next("result", name);
  return waitForStateless<O>(run, {
    id,
    awaitsEnd: "started",
    take(entry, settle) {
      if (entry.kind !== "child") throw wrongEntry(id, entry);
      const [ok, value] = run.decode(entry.value ?? "") as ChildResult;
      if (ok) settle.resolve(value as O);
      else settle.reject(value);
    },
    command: () => ({
      do: "await",
      message: `child~${id}`,
      kind: "child",
      dueAt: undefined,
      child: { id: child, op: id },
      judge: (_, text) => judgeEnd(run, id, text),
    }),
  });
}
