/** `on` of a workflow, ready to be asked: when it fires next, and whether something that has happened starts it. */
import { cron } from "@stepwell/cron";
import type { EventTrigger, PluginTrigger, Trigger, WebhookTrigger, WorkflowTrigger } from "../definition/trigger.ts";
import { declarativeFailure } from "../errors.ts";
import type { Status } from "../status.ts";
import { type Firing, firingsAfter, type TriggerSchedule } from "./firings.ts";

/**
 * What starts a workflow besides a call. It computes and remembers nothing: whoever releases runs keeps what has been
 * released.
 */
export class Triggers {
  /** In the order of the definition. */
  readonly schedules: readonly TriggerSchedule[];
  /** `manual: true`: people may start it. Calls from code and other workflows need no leave. */
  readonly manual: boolean;
  readonly #all: readonly Trigger[];

  /**
   * @param on of a checked definition
   * @param options.timezone of schedules that name none; default UTC
   * @throws invalid-cron, invalid-time-zone, cron-never-fires, for an `on` that nobody has checked
   */
  constructor(on: readonly Trigger[], options: { readonly timezone?: string } = {}) {
    this.#all = on;
    this.manual = on.some(({ type }) => type === "manual");
    this.schedules = on
      .filter((trigger) => trigger.type === "cron")
      .map((trigger) => {
        const timezone = trigger.timezone ?? options.timezone;
        return { trigger, cron: cron(trigger.cron, timezone === undefined ? {} : { timezone }) };
      });
  }

  /** The first time after an instant at which any schedule fires; undefined when there is none. */
  next(after: Date): Date | undefined {
    return this.upcoming(1, after)[0]?.at;
  }

  /** The last time before an instant at which any schedule fired. */
  previous(before: Date): Date | undefined {
    const found = this.schedules.map((one) => one.cron.previous(before)?.getTime() ?? Number.NEGATIVE_INFINITY);
    const latest = Math.max(...found);
    return Number.isFinite(latest) ? new Date(latest) : undefined;
  }

  /** The next times of all schedules together, at most `count`, the earliest first; each time once. */
  upcoming(count: number, after: Date): Firing[] {
    const firings: Firing[] = [];
    for (const firing of firingsAfter(after, this.schedules)) {
      if (firings.length >= count) break;
      firings.push(firing);
    }
    return firings;
  }

  /**
   * The minute of a release, as it names the release. A workflow with schedules is released at their times only; one
   * without them at any.
   * @throws not-a-release-time
   */
  releaseMinute(date: Date): Date {
    const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000);
    if (Number.isNaN(minute.getTime()))
      throw declarativeFailure("not-a-release-time", { given: "Invalid Date", previous: "", next: "" });
    // A gap may end within a minute, in years long ago.
    const fits = (one: TriggerSchedule): boolean => {
      const fired = one.cron.next(new Date(minute.getTime() - 1))?.getTime();
      return fired !== undefined && fired < minute.getTime() + 60_000;
    };
    if (this.schedules.length === 0 || this.schedules.some(fits)) return minute;
    const shown = (found: Date | undefined): string => found?.toISOString() ?? "";
    const [previous, next] = [shown(this.previous(minute)), shown(this.next(minute))];
    throw declarativeFailure("not-a-release-time", { given: minute.toISOString(), previous, next });
  }

  /** The trigger that a run of another workflow fires by its end, if any. */
  afterRun(ended: { readonly workflow: string; readonly status: Status }): WorkflowTrigger | undefined {
    return this.#all.find(
      (trigger): trigger is WorkflowTrigger =>
        trigger.type === "workflow" && trigger.workflow === ended.workflow && trigger.status.includes(ended.status),
    );
  }

  /** Those that wait for an event of a name, in order. `match` is for the caller, who has the event. */
  onEvent(name: string): EventTrigger[] {
    return this.#all.filter((trigger): trigger is EventTrigger => trigger.type === "event" && trigger.event === name);
  }

  /** The trigger of a path of the service, if any; `/hooks/a` and `hooks/a/` are one path. */
  onWebhook(path: string): WebhookTrigger | undefined {
    return this.#all.find(
      (trigger): trigger is WebhookTrigger => trigger.type === "webhook" && bare(trigger.path) === bare(path),
    );
  }

  /** Those of a kind that a plugin has brought, in order. */
  ofKind(kind: string): PluginTrigger[] {
    return this.#all.filter((trigger): trigger is PluginTrigger => trigger.type === "plugin" && trigger.kind === kind);
  }
}

const bare = (path: string): string => path.replace(/^\/+|\/+$/g, "");
