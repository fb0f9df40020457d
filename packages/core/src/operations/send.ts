/**
 * wf.send: a signal to another run, or to the run itself. Recorded as `sent`, in the transaction that puts it into the
 * other's inbox; with a value when it could not be sent.
 */

import { readArgument } from "../model/read-options.ts";
import { checkRunId } from "../model/step-name.ts";
import { scopeOf, waitForStateless, wrongEntry } from "./asking.ts";
import type { RunPort } from "./run-port.ts";
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
  await waitForStateless<void>(run, {
    id,
    take(entry, settle) {
      if (entry.kind !== "sent") throw wrongEntry(id, entry);
      if (entry.value === undefined) settle.resolve();
      else settle.reject(run.decode(entry.value));
    },
    command: () => ({ do: "send", to: target, message: messageName(signal), payload }),
  });
}
