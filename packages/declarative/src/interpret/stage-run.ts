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
  /** What its expressions see besides the run's own names, `env` with them. */
  readonly names: Names;
  /** The place's with its own. */
  readonly env: StagesPlace["env"];
  readonly scope: EvaluationScope;
  /** Its evaluated values. */
  readonly values: unknown;
  readonly step: StepOptions;
  /** The attempt, from 1. */
  readonly attempt: number;
  /** Undefined where the interpreter keeps it. */
  readonly timeoutMs: number | undefined;
}

export function stageRun(course: Course, stage: Stage, running: Running): StageRun {
  return new RunOfStage(course, stage, running);
}

const nothing: ReadonlySet<string> = new Set();

/** Calls need no `this`: stage types may take them apart. What few types ask for is made when it is asked for. */
class RunOfStage implements StageRun {
  readonly wf: StageRun["wf"];
  readonly attempt: number;
  readonly timeoutMs: number | undefined;
  readonly env: StageRun["env"];
  readonly image: string | undefined;
  readonly host: StageRun["host"];
  readonly inherited: StageRun["inherited"];
  readonly reach: StageRun["reach"];
  readonly tasks: StageRun["tasks"];
  readonly #course: Course;
  readonly #stage: Stage;
  readonly #running: Running;
  /** Texts that were computed from secrets. */
  #computed: Set<string> | undefined;

  constructor(course: Course, stage: Stage, running: Running) {
    const { services } = course;
    this.wf = course.wf;
    this.attempt = running.attempt;
    this.timeoutMs = running.timeoutMs;
    this.env = running.env;
    this.image = running.place.image;
    this.host = services.host;
    this.inherited = services.inherited;
    this.reach = services.reach;
    this.tasks = course.tasks;
    this.#course = course;
    this.#stage = stage;
    this.#running = running;
    this.#seen([running.values, running.env]);
  }

  get workspace(): string {
    return folderOf(this.#stage, this.#running.place.workspace);
  }

  get contexts(): StageRun["contexts"] {
    return withoutSecrets(this.#running.scope);
  }

  get scripts(): StageRun["scripts"] {
    const { services, definition } = this.#course;
    return { ...(services.shell === undefined ? {} : { shell: services.shell }), ...definition.defaults?.run };
  }

  readonly step: StageRun["step"] = (body) => {
    const { wf, budget, hidden } = this.#course;
    const { place, step } = this.#running;
    const inFolder = inWorkspace(this.#course, this.#stage, { workspace: place.workspace, body });
    const masked = hidingSecrets(inFolder, hidden, this.#computed ?? nothing);
    return budget.working(() => wf.step(journalName(this.#stage.id), masked, step));
  };

  get hidden(): StageRun["hidden"] {
    return hiddenTextsOf(this.#course.hidden, this.#computed ?? nothing);
  }

  readonly hide: StageRun["hide"] = (text) => this.hidden.hide(text);

  readonly evaluate: StageRun["evaluate"] = (expression, names) => {
    const { templates } = this.#course.services;
    return this.#seen(evaluate(templates.condition(expression), this.#scopeWith(names)));
  };

  readonly render: StageRun["render"] = (value, names) =>
    this.#seen(this.#course.services.templates.deep(value, this.#scopeWith(names)));

  readonly branch: StageRun["branch"] = (branch, options) => {
    const { place, names, env } = this.#running;
    const below = { ...place, names, env, path: `${place.path}.${this.#stage.id}` };
    return place.runBranch(this.#course, branch, { options, place: below });
  };

  readonly templateParams: StageRun["templateParams"] = (template, given) =>
    templateParams(this.#course, template, { name: this.#stage.id, given });

  readonly call: StageRun["call"] = (workflow, params) => callWorkflow(this.#course, workflow, params);

  #scopeWith(names: Names | undefined): EvaluationScope {
    const { scope, names: own } = this.#running;
    return names === undefined ? scope : scopeOf(this.#course, { ...own, ...names });
  }

  #seen<T>(value: T): T {
    if (this.#course.hidden.size === 0) return value;
    this.#computed ??= new Set();
    for (const text of secretTexts(value)) this.#computed.add(text);
    return value;
  }
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
