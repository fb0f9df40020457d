/** The keys of a job, and of a template of one. */

import { problem } from "../diagnosis/problem.ts";
import type { SourceNode } from "../source/node.ts";
import { artifactsField } from "./artifacts.ts";
import { conditionField, continueOnErrorField, envField, outputsField, retryField, timeoutField } from "./attempts.ts";
import { concurrencyField } from "./concurrency.ts";
import { isMisspelt } from "./is-misspelt.ts";
import { anyKey, word } from "./names.ts";
import { paramsShape } from "./param-keys.ts";
import { runsOnShape } from "./runs-on.ts";
import type { Field, Fields, RecordShape } from "./shape.ts";
import { strategyField } from "./strategy.ts";

const descField: Field = {
  shape: { kind: "text", prose: true, mayBeEmpty: true },
  doc: "For people.",
  example: "Compiles everything.",
};

/** What the user of a template of a job may say of its own, and every job. */
const placed: Fields = {
  name: { shape: { kind: "text", prose: true }, doc: "For people.", example: "Build and test" },
  desc: descField,
  if: {
    ...conditionField,
    doc: `${conditionField.doc} With always(), failure() or needs.X.result it is asked after failures, too.`,
    example: "needs.build.result == 'failure'",
  },
  needs: {
    shape: { kind: "list", of: { kind: "text", called: "the id of a job" }, orOne: true },
    doc: "Jobs that have to end first.",
    example: "[build, lint]",
  },
  "trigger-rule": {
    shape: {
      kind: "word",
      words: {
        all_success: "all needs have succeeded; a skipped one has not",
        all_failed: "all have failed",
        all_done: "all have ended",
        one_failed: "at least one has failed",
        one_success: "at least one has succeeded",
        none_failed: "none has failed; skipped ones do not matter",
        none_skipped: "none was skipped",
        always: "whatever became of them",
      },
      foreign: {
        none_failed_min_one_success: "write none_failed and an if",
        all_skipped: "write an if with needs.X.result",
      },
    },
    doc: "What the needs must have come to.",
    example: "all_done",
    default: "all_success",
  },
  strategy: strategyField,
  env: envField,
  "continue-on-error": continueOnErrorField,
  concurrency: concurrencyField(
    "Jobs",
    "How many jobs of a group may be under way at a time, in all runs. The job is then a run of its own, a child of this one.",
    {
      queue: "it waits in line",
      skip: "it is skipped",
      replace: "those that are under way are cancelled first, and fail",
      reject: "it fails",
    },
  ),
  retry: retryField,
  timeout: timeoutField,
};

/** What a template of a job says. */
const made: Fields = {
  "runs-on": {
    shape: runsOnShape,
    doc: "Where: local, thread and process (in the worker; scripts and tasks have processes of their own in any case), queue:NAME (as a run of its own, by workers that serve that queue), docker:IMAGE (its `bash` and `run` stages in containers of that image, which have the workspace; other stages in the worker).",
    example: "queue:gpu",
    default: "local",
    template: true,
  },
  stages: { shape: { kind: "stages" }, doc: "What is done, one after the other.", example: "[{ bash: make }]" },
  outputs: outputsField,
  artifacts: artifactsField,
};

const use: Fields = {
  uses: {
    shape: { kind: "text", called: "a template such as jobs/common#lint" },
    doc: "A template of a job: file and name, below the folder that holds `workflows/`.",
    example: "jobs/common#lint",
  },
  with: {
    shape: { kind: "map", of: { kind: "any" }, names: anyKey, called: "param" },
    doc: "Params of the template.",
    example: "{ folder: src }",
    template: true,
  },
};

const foreign = {
  steps: "write stages; a step's `run` in a shell is `bash` here",
  "timeout-minutes": 'write timeout: "30 min"',
  environment: "write env for variables; for an approval make a stage `approve`",
  container: "write runs-on: docker:IMAGE",
  services: "start what you need in a stage of type docker",
  permissions: "there are no tokens of a repository here: leave it out",
  shell: "write it in the stage, or in the workflow's defaults: run: shell",
  defaults: "defaults stand in the workflow",
  secrets: "secrets stand in the workflow; stages read ${{ secrets.NAME }}",
  matrix: "write strategy: { matrix: … }",
  "max-parallel": "write strategy: { max-parallel: … }",
  "fail-fast": "write strategy: { fail-fast: … }",
  on: "on stands in the workflow",
  "depends-on": "write needs",
  rule: "write trigger-rule",
  condition: "write if",
  trigger_rule: "write trigger-rule",
  runs_on: "write runs-on",
  extras: "leave it out: settings are given with the call",
} as const;

export const job: RecordShape = {
  kind: "record",
  called: "a job",
  fields: {
    id: { shape: { kind: "text", rule: word }, doc: "As its key; it may be left out.", example: "build" },
    ...placed,
    ...made,
    ...use,
  },
  foreign,
  check({ at, map, where, locate }, report) {
    const refuse = (node: SourceNode, found: string, cure: string): void =>
      report(problem("wrong-combination", { problem: found, cure }, locate(node)));
    const [stages, uses, given] = [at("stages"), at("uses"), at("with")];
    const isMeant = ["stages", "uses"].some((key) => isMisspelt(key, map, job));
    if (stages === undefined && uses === undefined && !isMeant)
      report(problem("missing-key", { key: "stages", where, example: "stages: [{ echo: hello }]" }, locate(map)));
    if (stages !== undefined && uses !== undefined)
      refuse(uses, `${where} has stages, and uses those of a template`, "take one of them out");
    if (given !== undefined && uses === undefined)
      refuse(given, `${where} gives params, and uses no template`, "write uses: jobs/FILE#NAME, or take with out");
  },
};

/** What stands under a name in a file of jobs/. */
export const jobTemplate: RecordShape = {
  kind: "record",
  called: "a template of a job",
  fields: {
    desc: descField,
    params: {
      shape: paramsShape,
      doc: "What it asks for: read in its stages as `params`.",
      example: "{ folder: str }",
    },
    env: envField,
    retry: retryField,
    timeout: timeoutField,
    ...made,
  },
  foreign: { needs: "needs stand where the template is used", if: "if stands where the template is used", ...foreign },
};
