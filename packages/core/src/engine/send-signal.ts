/** Sends a signal to a run from outside of any run. */

import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { notSent } from "../model/run-errors.ts";
import { messageName, payloadOf, type Signal, signalOf } from "../operations/signal.ts";
import type { Internals } from "./internals.ts";

/** How a signal is sent. */
export interface SignalSendOptions {
  /** Of several signals of one name with the same key, to one run, only the first counts. Default: none. */
  readonly key?: string;
}

export interface SignalToSend<T> {
  readonly id: string;
  readonly signal: Signal<T> | string;
  readonly value: T | undefined;
  readonly options: SignalSendOptions;
}

export async function sendSignal<T>(internals: Internals, sending: SignalToSend<T>): Promise<void> {
  const { id, options } = sending;
  const wanted = signalOf(sending.signal, "handle.signal");
  const dedup = checkKey(options);
  const what = `the payload of signal "${wanted.name}" to run "${id}"`;
  const payload = await payloadOf(wanted, sending.value, (value) => internals.encode(value, what));
  const outcome = await internals.worker.requests.send({ to: id, name: messageName(wanted), payload, dedup });
  if (outcome.sent) return;
  const status = outcome.problem === "finished" ? outcome.status : undefined;
  throw notSent({ to: id, status, namespace: internals.settings.namespace });
}

function checkKey(options: SignalSendOptions): string | undefined {
  const where = "handle.signal";
  const { key } = readOptions(options, ["key"], { where });
  if (key !== undefined && (typeof key !== "string" || key === "" || key.length > 255 || !key.isWellFormed()))
    throw failure("invalid-option", { where, option: "key", problem: "must be a text of 1 to 255 characters" });
  return key;
}
