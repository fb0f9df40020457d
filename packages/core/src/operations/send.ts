/**
 * wf.send: a signal to another run, or to the run itself. Recorded as `sent`, in the transaction that puts it into the
 * other's inbox; with a value when it could not be sent.
 */

import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readArgument } from "../model/read-options.ts";
import { checkRunId } from "../model/step-name.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import type { Command, Operation, RunPort } from "./run-port.ts";
import { messageName, payloadOf, type Signal, signalOf } from "./signal.ts";

export interface Sending<T> {
  readonly signal: Signal<T> | string;
  readonly value: T | undefined;
}

export async function send<T>(run: RunPort, to: string | { readonly id: string }, sending: Sending<T>): Promise<void> {
  const scope = scopeOf(run, "wf.send");
  const signal = signalOf(sending.signal, "wf.send");
  const recipient = readArgument(to, { where: "wf.send", option: "to" });
  const target = checkRunId(typeof recipient === "object" && recipient !== null ? recipient.id : recipient);
  const id = scope.next("send", signal.name);
  const what = `the payload of signal "${signal.name}"`;
  const payload = await payloadOf(signal, sending.value, (value) => run.encode(value, what));
  await waitFor<void>(
    run,
    (settle) => new SendOperation(run, { id, to: target, message: messageName(signal), payload, settle }),
  );
}

interface Wanted {
  readonly id: string;
  readonly to: string;
  readonly message: string;
  /** Encoded. */
  readonly payload: string;
  readonly settle: Settle<void>;
}

class SendOperation implements Operation {
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
    if (entry.kind !== "sent")
      throw failure("broken-invariant", { what: `send ${this.id} was answered by an entry of kind ${entry.kind}` });
    if (entry.value === undefined) this.#wanted.settle.resolve();
    else this.#wanted.settle.reject(this.#run.decode(entry.value));
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  command(): Command {
    const { to, message, payload } = this.#wanted;
    return { do: "send", to, message, payload };
  }
}
