/** Data that a run has set, as its handle gives it. */
import { failure } from "../model/errors.ts";
import { readNamed } from "../model/value/read-named.ts";
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";

export async function readDatum({ store, decode }: Internals, row: RunRow, key: string): Promise<unknown> {
  if (typeof key !== "string")
    throw failure("invalid-option", { where: "handle.get", option: "key", problem: "must be a text" });
  const text = await store.data(row.key, key);
  return text === undefined ? undefined : readNamed(`datum "${key}" of run "${row.id}"`, () => decode(text));
}
