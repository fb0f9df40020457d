/**
 * A stage type: what a plugin registers as kind "stage", and what each built-in type is. There is no other door.
 *
 * `run` is workflow code: it may use everything on `s.wf`, and its outside effects belong into `s.step`. It is executed
 * again on replay, so it may decide only by what it was given and by what its operations gave.
 */
import type { BodyContext, Host, WorkflowContext } from "@stepwell/core";
import type { TemplateUse } from "../definition/param.ts";
import type { Stage, StageBranch } from "../definition/stage.ts";
import type { HiddenTexts } from "../expressions/hidden-texts.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { RunTasks } from "../tasks/run-tasks.ts";
import type { EmailServer } from "./send-email.ts";

export interface StageType extends StageShape {
  /** It is more than one step: its retries and time limit are of the whole. Default: false; true where stages stand below. */
  readonly composite?: boolean;
  /** Without stages below it, it keeps its timeout itself (`s.timeoutMs`): when that is over need be no failure. Default: false. */
  readonly keepsTimeout?: boolean;
  /** It waits, for people, time, signals or other runs: that is no active time, unless a body of it executes. Default: false. */
  readonly waits?: boolean;
  /** Its bodies use the job's workspace: always, or for such a stage. Default: never. */
  readonly workspace?: boolean | ((stage: Stage) => boolean);
  run(stage: ReadyStage, s: StageRun): Promise<StageOutcome>;
}

/** A stage whose templates have been evaluated, apart from scripts (bound by name), expressions and stages below it. */
export interface ReadyStage extends Omit<Stage, "value" | "keys"> {
  /** May hold secrets, wrapped. */
  readonly value: unknown;
  readonly keys: Readonly<Record<string, unknown>>;
}

/** What the run of a stage may use. */
export interface StageRun {
  /** The run's own context. */
  readonly wf: WorkflowContext;
  /** From 1. */
  readonly attempt: number;
  /** Its timeout where its type keeps that itself; undefined: none. */
  readonly timeoutMs: number | undefined;
  /** Workflow's, job's and stage's, evaluated; the later ones win. */
  readonly env: Readonly<Record<string, unknown>>;
  /** The job's folder, kept across its stages. For bodies of `step`, of a type that says `workspace`; others have none. */
  readonly workspace: string;
  /** The image of the containers in which scripts of its job are executed; undefined: they are executed here. */
  readonly image: string | undefined;
  /** For processes, and clocks, in bodies. */
  readonly host: Host;
  /** The environment that processes are given, before `env`. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** What it may reach besides the public network and its workspace. */
  readonly reach: Reach;
  /** Everything that its expressions see but secrets, by context: `params`, `needs`, `stages`, `item`… */
  readonly contexts: Readonly<Record<string, unknown>>;
  /** What the definition says of scripts: their language, folder, and what stands before each. */
  readonly scripts: { readonly shell?: string; readonly workingDirectory?: string; readonly prelude?: string };
  /** One durable step, named by the stage's id, with its timeout and cache. */
  step<T>(body: (s: BodyContext) => T): Promise<Awaited<T>>;
  /**
   * A text of a body without the secrets in it, for one that is cut: of part of a secret nobody knows that it is one.
   * What bodies give, throw and log loses them by itself.
   */
  hide(text: string): string;
  /** For texts that come in pieces: where one is cut, none of the secrets of a body is cut in two. */
  readonly hidden: HiddenTexts;
  /** An expression in the names that the stage sees, and in these. */
  evaluate(expression: string, names?: Readonly<Record<string, unknown>>): unknown;
  /** A value whose texts may be templates. */
  render(value: unknown, names?: Readonly<Record<string, unknown>>): unknown;
  /** Executes stages below this one, in a scope of that name. */
  branch(branch: StageBranch, options: BranchOptions): Promise<BranchResult>;
  /** The run's registered tasks. */
  readonly tasks: Pick<RunTasks, "call">;
  /** What `params` are in the stages of a template. @throws params-invalid */
  templateParams(template: TemplateUse, given: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** Another workflow as a child of this run; gives its outputs. @throws ChildRunFailed, trigger-cycle, params-invalid, unknown-workflow-name */
  call(workflow: string, params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>;
}

/** What the configuration lets stages reach. */
export interface Reach {
  /** `name` or `name:port`, in small letters, that may have private addresses. */
  readonly privateHosts: ReadonlySet<string>;
  /** Files of SQLite databases, by name. */
  readonly databases: ReadonlyMap<string, string>;
  /** The Docker Engine, as DOCKER_HOST has it. */
  readonly docker: string;
  /** The server that sends emails. */
  readonly email?: EmailServer;
}

export interface BranchOptions {
  /** Of the scope: `parallel/left`, or the number of a loop. */
  readonly scope: string;
  /** More names for its expressions: item, loop, branch, case, error. */
  readonly names?: Readonly<Record<string, unknown>>;
  /** They are done whatever has failed before: where the run is retried, again. Default false. */
  readonly afterFailure?: boolean;
}

/** Of stages below a stage. A failure is given, not thrown: the stage decides what becomes of it. */
export interface BranchResult {
  readonly status: "SUCCESS" | "FAILED" | "SKIP" | "CANCEL";
  /** Of all its stages; later ones win. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** `stages` as an expression sees them after it. */
  readonly stages: Readonly<Record<string, unknown>>;
  /** What the first failed stage threw. */
  readonly error?: unknown;
}

export interface StageOutcome {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Default: SUCCESS. SKIP where there was nothing to do. A failure is thrown. */
  readonly status?: "SUCCESS" | "SKIP";
}
