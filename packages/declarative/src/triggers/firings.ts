/** Several schedules as one: in the order of time, what falls together once. */
import type { Cron } from "@stepwell/cron";
import type { CronTrigger } from "../definition/trigger.ts";

/** A time at which a workflow is to be released, and the schedules that say so: several may meet in one minute. */
export interface Firing {
  readonly at: Date;
  readonly triggers: readonly CronTrigger[];
}

/** One schedule of a workflow in its zone. */
export interface TriggerSchedule {
  readonly trigger: CronTrigger;
  readonly cron: Cron;
}

/** Those after an instant, without end where the schedules have none. */
export function* firingsAfter(after: Date, schedules: readonly TriggerSchedule[]): Generator<Firing> {
  const heads = schedules.map(({ trigger, cron }) => ({ trigger, cron, at: cron.next(after) }));
  for (;;) {
    const times = heads.flatMap(({ at }) => (at === undefined ? [] : [at.getTime()]));
    if (times.length === 0) return;
    const at = new Date(Math.min(...times));
    const due = heads.filter((head) => head.at?.getTime() === at.getTime());
    yield { at, triggers: due.map(({ trigger }) => trigger) };
    for (const head of due) head.at = head.cron.next(at);
  }
}
