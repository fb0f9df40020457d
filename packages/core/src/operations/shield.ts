/**
 * wf.shield: what is asked for inside goes on when the run is cancelled or times out. It records nothing of its own:
 * whether an operation is shielded follows from the code, on replay as live.
 */
import { failure } from "../model/errors.ts";
import { scopeOf } from "./asking.ts";
import { inFrame, isShielded } from "./frame.ts";
import type { RunPort } from "./run-port.ts";

export async function shield<T>(run: RunPort, fn: () => T): Promise<Awaited<T>> {
  const scope = scopeOf(run, "wf.shield");
  if (typeof fn !== "function")
    throw failure("invalid-option", { where: "wf.shield", option: "fn", problem: "must be a function" });
  // Nobody would wait for it any more: it would go on beside what follows the function.
  if (run.finale.undoing && !isShielded())
    throw failure("run-ended", { id: run.id, status: "over", operation: "wf.shield" });
  const inside = inFrame({ run, scope, step: undefined, shielded: true }, async () => await fn());
  run.finale.shields.add(scope.path, inside);
  return await inside;
}
