/**
 * wf.compensate: what undoes something that the run has done. Registering records nothing; when the run does not end
 * well, the engine executes what was registered, newest first, as steps in scope `compensate` (finale.ts).
 */

import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { readOptions } from "../model/read-options.ts";
import { checkName } from "../model/step-name.ts";
import { scopeOf } from "./asking.ts";
import type { BodyContext } from "./body-context.ts";
import type { RunPort } from "./run-port.ts";
import { inline, requestAs, type StepRequest } from "./step.ts";
import { resolveStepOptions, type StepOptions, stepOptions } from "./step-options.ts";
import { type AnyTask, isTask, stepOfTask } from "./task.ts";

/** What undoes something: a function, or a task with its input. */
export interface Undoing {
  readonly fn: ((s: BodyContext) => unknown) | AnyTask;
  readonly options?: (StepOptions & { readonly input?: unknown }) | undefined;
}

/** `wf.compensate(name, fn, options)`. */
export function compensate(run: RunPort, name: string, undoing: Undoing): void {
  const scope = scopeOf(run, "wf.compensate");
  const { fn } = undoing;
  const where = `wf.compensate(${quoted(name)})`;
  if (typeof fn !== "function")
    throw failure("invalid-option", { where, option: "fn", problem: "must be a function or a task" });
  const known = isTask(fn) ? [...stepOptions, "input"] : stepOptions;
  const { input, ...options } = readOptions(undoing.options, known, { where });
  if (options.cache !== undefined)
    throw failure("invalid-option", {
      where,
      option: "cache",
      problem: "is not possible: what is undone must be executed",
    });
  const request: StepRequest = {
    ...(isTask(fn)
      ? { ...stepOfTask<unknown, unknown>(run, fn, { input, over: options as StepOptions<unknown> }), cache: undefined }
      : { policy: resolveStepOptions(options, run.defaults, where), place: inline, execute: fn }),
    call: "wf.compensate",
    name: checkName("compensation", name),
  };
  if (run.finale.undoing)
    throw failure("run-ended", { id: run.id, status: "ending", operation: `compensation "${name}" any more` });
  run.finale.compensations.add({ path: scope.path, name }, (at) => requestAs(run, request, at));
}
