/** What a task's function gets as `t` when it is called outside of any run: real randomness, nothing recorded. */
import { randomAt, uuidAt } from "../model/deterministic.ts";
import type { BodyContext } from "./body-context.ts";

/** @param task name, for the key */
export function looseContext(task: string): BodyContext {
  // No run, no seed: the native sources are right here, and the guard leaves them alone outside of runs.
  const seed = globalThis.crypto.randomUUID().replaceAll("-", "");
  const data = new Map<string, unknown>();
  let n = 0;
  return {
    attempt: 1,
    key: `${task}/${seed.slice(0, 8)}`,
    fence: 0,
    abortSignal: new AbortController().signal,
    lastHeartbeat: undefined,
    random: () => randomAt(seed, task, ++n),
    uuid: () => uuidAt(seed, task, ++n),
    now: () => new Date(globalThis.Date.now()),
    get: (key, fallback) => (data.has(key) ? data.get(key) : fallback),
    set: (key, value) => void data.set(key, value),
    log: () => {},
    progress: () => {},
    heartbeat: () => {},
  };
}
