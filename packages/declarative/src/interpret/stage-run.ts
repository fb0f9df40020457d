/** What the run of a stage may use: the engine, in the names and limits of its stage. */
import type { BodyContext, StepOptions } from "@stepwell/core";
import type { Stage, StageBranch } from "../definition/stage.ts";
import type { StepDefaults } from "../definition/step-defaults.ts";
import { evaluate } from "../expressions/evaluate.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import type { BranchOptions, BranchResult, StageRun } from "../stages/stage-type.ts";
import { callWorkflow } from "./call-workflow.ts";
import { type Course, type Names, scopeOf } from "./course.ts";
import { hidingSecrets } from "./masking.ts";
import { journalName } from "./names.ts";
import type { StageRecord } from "./records.ts";

/** Where stages stand. */
export interface StagesPlace {
  /** What their expressions see: needs, matrix, item, `stages` of the lists around them… */
  readonly names: Names;
  readonly env: Readonly<Record<string, unknown>>;
  readonly workspace: string;
  /** What they take over where they say nothing. */
  readonly defaults: StepDefaults;
  /** `jobs.build.stages` */
  readonly path: string;
  /** Each stage's record, as soon as there is one. */
  readonly records: Record<string, StageRecord>;
}

/** Executes the stages below a stage. */
export type RunBranch = (
  course: Course,
  branch: StageBranch,
  rest: { readonly options: BranchOptions; readonly place: StagesPlace },
) => Promise<BranchResult>;

export interface Running {
  readonly place: StagesPlace & { readonly runBranch: RunBranch };
  readonly scope: EvaluationScope;
  readonly step: StepOptions;
  /** The attempt, from 1. */
  readonly attempt: number;
  /** Undefined where the interpreter keeps it. */
  readonly timeoutMs: number | undefined;
}

export function stageRun(course: Course, stage: Stage, { place, scope, step, attempt, timeoutMs }: Running): StageRun {
  const { wf, services, hidden } = course;
  const { templates } = services;
  const within = (names: Names | undefined): EvaluationScope =>
    names === undefined ? scope : scopeOf(course, { ...place.names, ...names });
  return {
    wf,
    attempt,
    timeoutMs,
    env: place.env,
    workspace: place.workspace,
    // Few types ask for it, and there are thousands of stages.
    get contexts() {
      return withoutSecrets(scope);
    },
    scripts: { ...(services.shell === undefined ? {} : { shell: services.shell }), ...course.definition.defaults?.run },
    host: services.host,
    inherited: services.inherited,
    reach: services.reach,
    step: <T>(body: (s: BodyContext) => T) => wf.step(journalName(stage.id), hidingSecrets(body, hidden), step),
    evaluate: (expression, names) => evaluate(templates.condition(expression), within(names)),
    render: (value, names) => templates.deep(value, within(names)),
    branch: (branch, options) => place.runBranch(course, branch, { options, place }),
    call: (workflow, params) => callWorkflow(course, workflow, params),
  };
}

function withoutSecrets({ contexts }: EvaluationScope): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...contexts].filter(([name]) => name !== "secrets"));
}
