/** How often and how long: keys that workflows' defaults, jobs and stages have in common. */
import { problem } from "../diagnosis/problem.ts";
import { durationOf } from "./duration.ts";
import { variable, word } from "./names.ts";
import type { Field, RecordShape, Shape } from "./shape.ts";

const policy: RecordShape = {
  kind: "record",
  called: "a retry policy",
  fields: {
    "max-attempts": {
      shape: { kind: "number", whole: true, least: 1, most: 1_000 },
      doc: "Attempts, the first one included.",
      example: "5",
      required: true,
      template: true,
    },
    initial: {
      shape: { kind: "duration" },
      doc: "Wait before the second attempt.",
      example: "500 ms",
      default: "1 s",
    },
    factor: {
      shape: { kind: "number", least: 1, most: 100 },
      doc: "By how much each further wait grows.",
      example: "3",
      default: "2",
    },
    max: { shape: { kind: "duration" }, doc: "The longest wait, before jitter.", example: "5 min", default: "60 s" },
    jitter: {
      shape: { kind: "number", least: 0, most: 1 },
      doc: "The most that chance adds to a wait, as a part of it.",
      example: "0.5",
      default: "0",
    },
  },
  foreign: {
    attempts: "write max-attempts",
    retries: "write max-attempts: one more than the retries",
    limit: "write max-attempts: one more than the retries",
    backoff: "write initial, factor and max",
    delay: "write initial",
    interval: "write initial, and factor: 1",
  },
  check({ at, locate }, report) {
    const [initial, max] = [at("initial"), at("max")];
    const [first, longest] = [durationOf(initial), durationOf(max)];
    if (max === undefined || first === undefined || longest === undefined || longest >= first) return;
    const facts = { problem: "the longest wait is shorter than the first one", cure: "raise max, or lower initial" };
    report(problem("wrong-combination", facts, locate(max)));
  },
};

const retryShape: Shape = {
  kind: "either",
  of: [{ kind: "number", whole: true, least: 0, most: 999, unit: "retries" }, policy],
};

export const retryField: Field = {
  shape: retryShape,
  doc: "How often a failed attempt is repeated (attempts = 1 + retry), or a whole policy. Waits grow from 1 s by 2, up to 60 s.",
  example: "3",
  default: "0",
  template: true,
};

export const timeoutField: Field = {
  shape: { kind: "duration", positive: true },
  doc: 'When the work is stopped: seconds, or text such as "30 min".',
  example: "30 min",
  template: true,
};

export const envField: Field = {
  shape: { kind: "map", of: { kind: "text", mayBeEmpty: true }, names: variable, called: "variable" },
  doc: "Environment variables of what is executed; inner ones win.",
  example: '{ REGION: eu, DAY: "${{ params.day }}" }',
  template: true,
};

export const outputsField: Field = {
  shape: { kind: "map", of: { kind: "any" }, names: word, called: "output" },
  doc: "Names and values that others may read.",
  example: '{ count: "${{ stages.read.outputs.count }}" }',
  template: true,
};

export const continueOnErrorField: Field = {
  shape: { kind: "flag" },
  doc: "A failure is recorded, and does not count: what follows goes on, and the run ends as SUCCESS with warnings.",
  example: "true",
  default: "false",
  template: true,
};

export const conditionField: Field = {
  shape: { kind: "expression" },
  doc: "It is skipped unless this holds. Bare, or in ${{ }}.",
  example: "${{ params.day != '' }}",
};
