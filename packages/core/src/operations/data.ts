/** wf.set and wf.get: the run's data, by value, in journal order. `set` is recorded as it is called. */
import { failure } from "../model/errors.ts";
import { scopeOf } from "./asking.ts";
import type { RunPort } from "./run-port.ts";

type Pair = [key: string, value: unknown];

export function set(run: RunPort, key: string, value: unknown): void {
  const scope = scopeOf(run, "wf.set");
  const name = checkKey("wf.set", key);
  // The recorded value is a decoded copy: what the caller changes later does not change the data.
  const subject = { wanted: name, of: (recorded: unknown) => (recorded as Pair)[0] };
  const id = scope.next("set", "set");
  const [, kept] = run.issue({ kind: "set", id, value: () => [name, value] satisfies Pair, subject }) as Pair;
  run.data.set(name, kept);
}

export function get(run: RunPort, key: string, fallback?: unknown): unknown {
  scopeOf(run, "wf.get");
  const name = checkKey("wf.get", key);
  return run.data.has(name) ? run.data.get(name) : fallback;
}

function checkKey(where: string, key: unknown): string {
  if (typeof key !== "string" || key === "" || key.length > 255 || !key.isWellFormed())
    throw failure("invalid-option", {
      where,
      option: "key",
      problem: "must be a non-empty string of at most 255 characters",
    });
  return key;
}
