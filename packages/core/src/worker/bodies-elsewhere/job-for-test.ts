/** Jobs for the tests of the pools. */
import type { StepValue } from "../../model/entry.ts";
import { decode, encode } from "../../model/value/codec.ts";
import type { BodyJob, BodyJobContext } from "./messages.ts";
import type { BodyJobOptions, BodyPool } from "./pool.ts";

export const seed = "0123456789abcdef0123456789abcdef";

export function jobOf(task: string, input: unknown, context: Partial<BodyJobContext> = {}): BodyJob {
  return jobIn(new URL("../threads/fixtures/tasks.ts", import.meta.url).href, task, { input, context });
}

export function jobIn(
  module: string,
  task: string,
  rest: { input?: unknown; context?: Partial<BodyJobContext> } = {},
): BodyJob {
  return {
    module,
    task,
    input: encode(rest.input, "test"),
    context: {
      runId: "run-1",
      step: task,
      attempt: 1,
      key: `run-1/${task}/0123`,
      fence: 4,
      seed,
      scope: `${task}#1`,
      nowMs: 1_000,
      lastHeartbeat: undefined,
      ...rest.context,
    },
  };
}

export async function resultOf(pool: BodyPool, job: BodyJob, options?: BodyJobOptions): Promise<unknown> {
  return (decode(await pool.run(job, options)) as StepValue).result;
}

export async function rejectionOf(pool: BodyPool, job: BodyJob, options?: BodyJobOptions): Promise<unknown> {
  return pool.run(job, options).then(
    (value) => `it resolved to ${value}`,
    (error: unknown) => error,
  );
}
