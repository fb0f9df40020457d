/** What starts a workflow. */
import { checkSchedule, intervals } from "./check-schedule.ts";
import { phrase, webhookPath } from "./names.ts";
import type { Field, Fields, RecordShape, Shape } from "./shape.ts";
import type { TriggerShape } from "./trigger-shape.ts";

const timezone: Field = {
  shape: { kind: "text", called: "the name of a time zone" },
  doc: "In which zone the schedule is read. IANA's name.",
  example: "America/New_York",
  default: "UTC",
};

const cron: Field = {
  shape: { kind: "text", called: "a cron expression" },
  doc: "Five fields, a sixth is the year; `@daily` and its like; `L W # ?`.",
  example: '"0 9 * * 1-5"',
};

const calendar: Fields = {
  interval: {
    shape: {
      kind: "word",
      words: intervals,
      foreign: { hourly: 'write cron: "0 * * * *"', yearly: 'write cron: "0 0 1 1 *"' },
    },
    doc: "A schedule in words.",
    example: "weekly",
  },
  day: {
    shape: { kind: "text", called: "a day" },
    doc: "Of `weekly` the day's name; of `monthly` its number, `last`, or a name for the first such day.",
    example: "friday",
    default: "monday, or 1",
  },
  time: {
    shape: { kind: "text", called: "a time of day" },
    doc: "At what time of the day.",
    example: '"09:30"',
    default: '"00:00"',
  },
};

const schedule: RecordShape = {
  kind: "record",
  called: "a schedule",
  oneOf: ["cron", "cronjob", "interval"],
  fields: { cron, cronjob: { ...cron, doc: "As cron.", alias: "cron" }, timezone, ...calendar },
  foreign: { tz: "write timezone", at: "write time" },
  check: checkSchedule,
};

const status: Shape = {
  kind: "list",
  orOne: true,
  of: {
    kind: "word",
    words: {
      SUCCESS: "it has done its work",
      FAILED: "it has failed",
      SKIP: "nothing was to be done",
      CANCEL: "it was cancelled",
    },
    foreign: {
      success: "write SUCCESS",
      failure: "write FAILED",
      completed: "leave status out: any end",
      cancelled: "write CANCEL",
    },
  },
};

/** Kinds that come with the package, besides schedules: as a plugin's. */
export const builtInTriggers: readonly TriggerShape[] = [
  { key: "manual", value: { shape: { kind: "flag" }, doc: "People may start it.", example: "true" } },
  {
    key: "workflow",
    value: {
      shape: { kind: "text", rule: phrase },
      doc: "When a run of that workflow has ended.",
      example: "extract",
    },
    keys: {
      status: {
        shape: status,
        doc: "How that run has to have ended.",
        example: "[SUCCESS, FAILED]",
        default: "SUCCESS",
      },
    },
  },
  {
    key: "event",
    value: { shape: { kind: "text" }, doc: "When an event of that name comes in.", example: "file-arrived" },
    keys: {
      match: {
        shape: { kind: "expression" },
        doc: "Which of the events: an expression on `event`.",
        example: "event.path != ''",
      },
    },
  },
  {
    key: "webhook",
    value: {
      shape: { kind: "text", rule: webhookPath },
      doc: "When that path of the service is called.",
      example: "/hooks/orders",
    },
  },
];

const schedules: Fields = {
  ...schedule.fields,
  schedule: {
    shape: { kind: "list", orOne: true, of: schedule, least: 1 },
    doc: "Several schedules, each in its own zone.",
    example: '[{ cron: "0 2 * * *" }, { cron: "0 9 * * 1", timezone: Asia/Tokyo }]',
  },
};

/** Keys of `on`: those of schedules, and those of all kinds. */
export function triggerFields(types: readonly TriggerShape[]): Fields {
  const ofTypes = types.map(({ key, value, keys }) => ({ [key]: value, ...keys }));
  return Object.assign({}, schedules, ...ofTypes) as Fields;
}

const trigger = (types: readonly TriggerShape[]): RecordShape => ({
  kind: "record",
  called: "a trigger",
  check: checkSchedule,
  oneOf: ["cron", "cronjob", "schedule", "interval", ...types.map(({ key }) => key)],
  fields: triggerFields(types),
  foreign: {
    push: "there is no repository here: use webhook, and let the repository's host call it",
    pull_request: "there is no repository here: use webhook, and let the repository's host call it",
    workflow_dispatch: "write manual: true",
    repository_dispatch: "write event, or webhook",
    workflow_run: "write workflow: name",
    workflow_call: "every workflow may be called: write trigger in a stage",
    release: "a run's releases are not a trigger: write workflow",
    tz: "write timezone",
    crons: "write schedule, with a list",
  },
});

/** @param more kinds, of plugins */
export function triggersShape(more: readonly TriggerShape[] = []): Shape {
  const one = trigger([...builtInTriggers, ...more]);
  // In a map several may stand together; `schedule` then holds those of time.
  const { oneOf: _, ...several } = { ...one, called: "on" };
  const manual: Shape = { kind: "word", words: { manual: "people may start it" } };
  return { kind: "either", of: [manual, { kind: "list", of: one }, several] };
}
