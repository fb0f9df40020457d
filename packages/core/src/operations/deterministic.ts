/** wf.random, wf.uuid, wf.now: equal on every replay, without entries of their own. */
import { randomAt, uuidAt } from "../model/deterministic.ts";
import { scopeOf } from "./asking.ts";
import type { RunPort } from "./run-port.ts";

export function random(run: RunPort, call = "wf.random"): number {
  const scope = scopeOf(run, call);
  return randomAt(run.seed, scope.path, count(run, `random~${scope.path}`));
}

export function uuid(run: RunPort, call = "wf.uuid"): string {
  const scope = scopeOf(run, call);
  return uuidAt(run.seed, scope.path, count(run, `uuid~${scope.path}`));
}

export function now(run: RunPort): Date {
  scopeOf(run, "wf.now");
  return new Date(run.clock.now());
}

// `~` keeps the scopes' counters apart from those of steps, whose ids are given to randomAt alone.
function count(run: RunPort, counter: string): number {
  const n = (run.counters.get(counter) ?? 0) + 1;
  run.counters.set(counter, n);
  return n;
}
