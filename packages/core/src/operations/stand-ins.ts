/** What tests have executed in place of users' functions. An engine that is opened as users open it has none. */
import type { BodyContext } from "./body-context.ts";
import type { BodyPlace } from "./body-place.ts";

export interface StandIns {
  /** In place of a task's body, on the worker's own thread; called wherever the task is, but outside of any run. */
  task(task: StandingTask, input: unknown, context: BodyContext): unknown;
  /** Around the body of every step, tasks and compensations too. @param body what the step would do */
  step(step: StandingStep, context: BodyContext, body: () => unknown): unknown;
  /** In place of a workflow's function; undefined for its own. */
  workflow(name: string): ((wf: object, input: unknown) => unknown) | undefined;
}

/** As much of a task as a stand-in needs. */
export interface StandingTask {
  readonly taskName: string;
  readonly body: (input: never, context: BodyContext) => unknown;
}

export interface StandingStep {
  readonly run: string;
  /** As in the journal: `map[3]/reserve`. */
  readonly op: string;
  /** As the code calls it: `reserve`. */
  readonly name: string;
}

/** As much of a step that is asked for as has to do with its body. */
interface Bodied {
  readonly name: string;
  readonly place: BodyPlace;
  execute(context: BodyContext): unknown;
}

/** The same step, with the stand-ins around its body. */
export function aroundBody<R extends Bodied>(standIns: StandIns, wanted: R, step: Omit<StandingStep, "name">): R {
  const at: StandingStep = { ...step, name: wanted.name };
  const { place } = wanted;
  if (place.isolation !== "transaction")
    return { ...wanted, execute: (context) => standIns.step(at, context, () => wanted.execute(context)) };
  const body: typeof place.body = (sql, context) => standIns.step(at, context, () => place.body(sql, context));
  return { ...wanted, place: { ...place, body } };
}
