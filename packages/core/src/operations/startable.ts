import { saysItIs } from "../model/says-it-is.ts";

/** What can be started as a run of its own: a workflow, as far as those who start it need to know it. */
export interface Startable<I, O> {
  readonly stepwell: "workflow";
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: which context it gets is its own business
  readonly fn: (wf: any, input: I) => O | PromiseLike<O>;
}

export function isStartable(value: unknown): value is Startable<unknown, unknown> {
  return typeof value === "object" && value !== null && saysItIs(value, "workflow");
}
