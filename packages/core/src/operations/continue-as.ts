/**
 * wf.continueAs: the next generation of the same id, with an empty journal: endless loops without endless history.
 * How the generation ends is settled by the call; what it throws only leaves the function.
 */
import { failure } from "../model/errors.ts";
import { scopeOf } from "./asking.ts";
import type { RunPort } from "./run-port.ts";

export function continueAs(run: RunPort, input: unknown): never {
  const scope = scopeOf(run, "wf.continueAs");
  run.continueAs(scope.next("continue", "continueAs"), input);
  throw failure("run-continued", { id: run.id });
}
