/** What the run of a stage may use: the engine, in the names and limits of its stage. */
import type { BodyContext, StepOptions } from "@stepwell/core";
import type { Stage, StageBranch } from "../definition/stage.ts";
import type { StepDefaults } from "../definition/step-defaults.ts";
import { declarativeFailure } from "../errors.ts";
import { evaluate } from "../expressions/evaluate.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import { secretTexts } from "../expressions/secret.ts";
import type { BranchOptions, BranchResult, StageRun } from "../stages/stage-type.ts";
import { callWorkflow } from "./call-workflow.ts";
import { type Course, type Names, scopeOf } from "./course.ts";
import { hiddenTextsOf, hidingSecrets } from "./masking.ts";
import { journalName } from "./names.ts";
import type { StageRecord, StageRecords } from "./records.ts";
import { templateParams } from "./template-params.ts";
import { type OpenWorkspace, requireWorkspace, usesWorkspace } from "./workspace.ts";

/** Where stages stand. */
export interface StagesPlace {
  /** What their expressions see: needs, matrix, item, `stages` of the lists around them… */
  readonly names: Names;
  readonly env: Readonly<Record<string, unknown>>;
  /** Undefined where no stage of the list needs one. */
  readonly workspace: OpenWorkspace | undefined;
  /** What they take over where they say nothing. */
  readonly defaults: StepDefaults;
  /** `jobs.build.stages` */
  readonly path: string;
  /** Of the containers of the job's scripts; undefined or left out: they are executed here. */
  readonly image?: string | undefined;
  /** Each stage's record, as soon as there is one. */
  readonly records: Record<string, StageRecord>;
  /** Those of an earlier run, which are not executed again. */
  readonly kept?: StageRecords | undefined;
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
  /** Its evaluated values. */
  readonly values: unknown;
  readonly step: StepOptions;
  /** The attempt, from 1. */
  readonly attempt: number;
  /** Undefined where the interpreter keeps it. */
  readonly timeoutMs: number | undefined;
}

export function stageRun(
  course: Course,
  stage: Stage,
  { place, scope, values, step, attempt, timeoutMs }: Running,
): StageRun {
  const { wf, services, hidden } = course;
  const { templates } = services;
  const { workspace } = place;
  const namesWith = (names: Names | undefined): EvaluationScope =>
    names === undefined ? scope : scopeOf(course, { ...place.names, ...names });
  const computed = new Set<string>();
  const seen = <T>(value: T): T => {
    if (hidden.size > 0) for (const text of secretTexts(value)) computed.add(text);
    return value;
  };
  seen([values, place.env]);
  return {
    wf,
    attempt,
    timeoutMs,
    env: place.env,
    image: place.image,
    get workspace() {
      return folderOf(stage, workspace);
    },
    // Few types ask for it, and there are thousands of stages.
    get contexts() {
      return withoutSecrets(scope);
    },
    scripts: { ...(services.shell === undefined ? {} : { shell: services.shell }), ...course.definition.defaults?.run },
    host: services.host,
    inherited: services.inherited,
    reach: services.reach,
    step: <T>(body: (s: BodyContext) => T) => {
      const masked = hidingSecrets(inWorkspace(course, stage, { workspace, body }), hidden, computed);
      return course.budget.working(() => wf.step(journalName(stage.id), masked, step));
    },
    get hidden() {
      return hiddenTextsOf(hidden, computed);
    },
    hide: (text) => hiddenTextsOf(hidden, computed).hide(text),
    evaluate: (expression, names) => seen(evaluate(templates.condition(expression), namesWith(names))),
    render: (value, names) => seen(templates.deep(value, namesWith(names))),
    branch: (branch, options) =>
      place.runBranch(course, branch, { options, place: { ...place, path: `${place.path}.${stage.id}` } }),
    tasks: course.tasks,
    templateParams: (template, given) => templateParams(course, template, { name: stage.id, given }),
    call: (workflow, params) => callWorkflow(course, workflow, params),
  };
}

/** Checked before each attempt: a folder may go while the run waits. */
function inWorkspace<T>(
  course: Course,
  stage: Stage,
  { workspace, body }: { readonly workspace: OpenWorkspace | undefined; readonly body: (s: BodyContext) => T },
): (s: BodyContext) => T {
  if (workspace === undefined || !usesWorkspace(course.services, stage)) return body;
  return (s) => {
    requireWorkspace(course, workspace);
    return body(s);
  };
}

function folderOf(stage: Stage, workspace: OpenWorkspace | undefined): string {
  if (workspace !== undefined) return workspace.folder;
  throw declarativeFailure("workspace-unasked", { stage: stage.id, type: stage.type });
}

function withoutSecrets({ contexts }: EvaluationScope): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...contexts].filter(([name]) => name !== "secrets"));
}
