/** The keys of a workflow. */
import { envField, outputsField, timeoutField } from "./attempts.ts";
import { concurrencyField } from "./concurrency.ts";
import { defaultsField } from "./defaults-keys.ts";
import { job } from "./job-keys.ts";
import { phrase, word } from "./names.ts";
import { paramsShape } from "./param-keys.ts";
import type { Field, RecordShape } from "./shape.ts";
import { triggersShape } from "./trigger-keys.ts";
import type { TriggerShape } from "./trigger-shape.ts";

const stagesAfter = (doc: string, example: string): Field => ({ shape: { kind: "stages" }, doc, example });

const onField: Field = {
  shape: triggersShape(),
  doc: "What starts it, besides a call.",
  example: '[{ cron: "0 9 * * 1-5", timezone: UTC }, { manual: true }]',
};

export const workflow: RecordShape = {
  kind: "record",
  called: "a workflow",
  fields: {
    name: {
      shape: { kind: "text", rule: phrase },
      doc: "Where the file holds one workflow; else its key is the name.",
      example: "nightly",
    },
    type: { shape: { kind: "word", words: { Workflow: "a workflow" } }, doc: "May be left out.", example: "Workflow" },
    desc: {
      shape: { kind: "text", prose: true, mayBeEmpty: true },
      doc: "For people; Markdown.",
      example: "Loads the day's orders.",
    },
    description: {
      shape: { kind: "text", prose: true, mayBeEmpty: true },
      doc: "As desc.",
      example: "Loads the day's orders.",
      alias: "desc",
    },
    params: {
      shape: paramsShape,
      doc: "What a run is given. Those that are not listed are refused.",
      example: "{ day: date, batch: { type: int, default: 1000 } }",
    },
    on: onField,
    jobs: {
      shape: { kind: "map", of: job, names: word, called: "job", least: 1 },
      doc: "What is done. Jobs without needs begin together.",
      example: "{ build: { stages: [{ bash: make }] } }",
      required: true,
    },
    tags: {
      shape: { kind: "list", of: { kind: "text" }, orOne: true },
      doc: "For lists.",
      example: "[nightly, orders]",
    },
    env: envField,
    defaults: defaultsField,
    concurrency: concurrencyField(
      "Runs",
      "How many runs of a group may be under way at a time: from the first claim to the end, waits included.",
      {
        queue: "it waits in line",
        skip: "it is recorded, and ends as cancelled",
        replace: "those that are under way are cancelled first",
        reject: "the start is refused",
      },
    ),
    timeout: {
      ...timeoutField,
      doc: `${timeoutField.doc} A timeout that is written is of all time but pauses; the default one is of active time: waits for people, signals, time and other runs do not count while nothing else is done.`,
      default: "the setting timeout: 3600 s of active time",
    },
    "max-parallel": {
      shape: { kind: "number", whole: true, least: 1, most: 10_000 },
      doc: "Jobs at a time.",
      example: "4",
      default: "the setting core.max_job_parallel: 2",
      template: true,
    },
    secrets: {
      shape: { kind: "list", of: { kind: "text", rule: word }, orOne: true },
      doc: "Those that it reads: `plan` says which are missing.",
      example: "[API_KEY]",
    },
    outputs: { ...outputsField, example: '{ rows: "${{ jobs.load.outputs.rows }}" }' },
    sla: {
      shape: {
        kind: "record",
        called: "sla",
        fields: {
          within: {
            shape: { kind: "duration", positive: true },
            doc: "It should have ended so long after its beginning.",
            example: "2 h",
          },
          by: {
            shape: { kind: "text", called: "a time of day" },
            doc: "It should have ended by this time of day.",
            example: '"06:00"',
          },
          timezone: {
            shape: { kind: "text", called: "the name of a time zone" },
            doc: "Of `by`.",
            example: "Europe/Paris",
            default: "UTC",
          },
        },
      },
      doc: "What is promised of its runs: watched, not enforced.",
      example: "{ within: 2 h }",
    },
    "on-failure": stagesAfter(
      "Stages for a run that has failed; also after a timeout.",
      "[{ notify: '${{ workflow.name }} has failed: ${{ run.id }}' }]",
    ),
    finally: stagesAfter(
      "Stages for every run, whatever became of it; also after a cancellation.",
      "[{ notify: '${{ workflow.name }} is over: ${{ run.id }}' }]",
    ),
  },
  foreign: {
    inputs: "write params",
    steps: "write jobs, each with its stages",
    stages: "stages stand in a job: jobs: { main: { stages: … } }",
    permissions: "there are no tokens of a repository here: leave it out",
    "run-name": "leave it out: a run's name is its id",
    schedule: "write on: [{ cron: … }]",
    cron: "write on: [{ cron: … }]",
    "timeout-minutes": 'write timeout: "30 min"',
    version: "leave it out",
    environment: "write env",
    variables: "write env, or set variables: ${{ vars.NAME }}",
    vars: "write env, or set variables: ${{ vars.NAME }}",
    extras: "leave it out: settings are given with the call",
    "created-at": "leave it out: it is recorded",
    "updated-at": "leave it out: it is recorded",
    "on-success": "make a job whose needs are all others",
    "on-error": "write on-failure",
    "max-job-parallel": "write max-parallel",
    max_job_parallel: "write max-parallel",
    "runs-on": "runs-on stands in a job",
  },
};

/** With kinds of triggers that plugins bring. */
export function workflowWith(triggers: readonly TriggerShape[]): RecordShape {
  if (triggers.length === 0) return workflow;
  return { ...workflow, fields: { ...workflow.fields, on: { ...onField, shape: triggersShape(triggers) } } };
}
