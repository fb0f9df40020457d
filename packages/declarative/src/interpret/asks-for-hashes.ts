/** Which stages call `hashFiles(…)`: they need the job's workspace, and are asked before they are evaluated. */
import type { Stage } from "../definition/stage.ts";

const called = /hashfiles\s*\(/i;
const known = new WeakMap<Stage, boolean>();

/** The stage itself, whatever stands below it. */
export function asksForHashes(stage: Stage): boolean {
  const before = known.get(stage);
  if (before !== undefined) return before;
  const { branches: _, ...itself } = stage;
  const asks = called.test(JSON.stringify(itself));
  known.set(stage, asks);
  return asks;
}

/** To know whether it is executed at all. */
export function conditionAsksForHashes({ if: condition }: Stage): boolean {
  return condition !== undefined && called.test(condition);
}
