/** What a run of a definition starts with: all of it, so that no later change of a file reaches a run that exists. */
import type { Definition } from "../definition/definition.ts";
import type { JsonMap } from "../definition/json.ts";
import type { TaskPin } from "../tasks/task-registry.ts";
import type { ArtifactRecord, JobRecord, LegRecord, StageRecords, Values, Workspace } from "./records.ts";

export interface RunInput {
  readonly definition: Definition;
  /** Checked and complete. */
  readonly params: JsonMap;
  /** Variables and environment as they were at the start. Default: none. */
  readonly vars?: Values;
  readonly env?: Values;
  /** Names of the workflows that have started one another up to this run, the first one first. Default: none. */
  readonly chain?: readonly string[];
  /** Left out: it is no release. */
  readonly release?: ReleaseInput;
  /** A record is kept of how it has ended. Left out: none is. */
  readonly audit?: AuditInput;
  /** The run that it belongs to without being its child. Default: none. */
  readonly parentRunId?: string;
  /** Jobs at a time, as the call wants it. Default: the definition's. */
  readonly maxJobParallel?: number;
  /** Active time that it has where its definition names no timeout, ms. Default: the setting timeout. */
  readonly activeMs?: number;
  /** Jobs that an earlier run has done. Default: none. */
  readonly kept?: Readonly<Record<string, JobRecord>>;
  /** What it has done of others. Default: nothing. */
  readonly keptParts?: Readonly<Record<string, KeptParts>>;
  /** The workspaces that earlier runs have left, by job and leg ("" for a job without a matrix). Default: none. */
  readonly keptWorkspaces?: Readonly<Record<string, Readonly<Record<string, Workspace>>>>;
  /** It executes this attempt of a job alone, for the run that has started it. Left out: the whole definition. */
  readonly part?: JobPart;
}

/** One attempt of a job that is a run of its own. */
export interface JobPart {
  readonly job: string;
  /** Left out: the job has no matrix. */
  readonly leg?: string;
  /** What its expressions see besides: needs, jobs, matrix. */
  readonly names: Values;
  /** Of the jobs that it needs. */
  readonly artifacts: readonly ArtifactRecord[];
  /** What its expressions see as `run`: the one that has started it. */
  readonly run: Values;
  /** The tasks of that run, as they were when it began. */
  readonly tasks: readonly TaskPin[];
  /** Of the containers in which its scripts are executed. Left out: they are executed where the run is. */
  readonly image?: string;
}

/** What an earlier run has done of a job that is executed again. */
export interface KeptParts {
  /** Whole legs, by id. */
  readonly legs?: Readonly<Record<string, LegRecord>>;
  /** By leg, "" for a job without a matrix: its first stages. */
  readonly stages?: Readonly<Record<string, KeptStages>>;
}

/** Stages that are not executed again by the first attempt of their job. */
export interface KeptStages {
  readonly records: StageRecords;
  /** In which they were executed; left out where there was none. */
  readonly workspace?: Workspace;
}

/** All of them. */
export const releaseTypes = ["normal", "rerun", "event", "force", "dryrun"] as const;
/** Why a workflow is released. */
export type ReleaseType = (typeof releaseTypes)[number];

/** What a run knows of its release; `release` in expressions, which see `execute_date` as well. */
export interface ReleaseInput {
  readonly type: ReleaseType;
  /** Its minute, in UTC. */
  readonly logical_date: string;
  /** The minute before it at which a schedule fires; null where there is none. */
  readonly previous: string | null;
  /** As the call named it; "" for the run's own id. */
  readonly run_id: string;
}

/** Where the record of a run goes besides the store. */
export interface AuditInput {
  /** Under which it is filed. */
  readonly name: string;
  /** A folder on the machine that executes it; the name of a sink. Left out: the store alone. */
  readonly to?: { readonly folder: string } | { readonly sink: string };
}
