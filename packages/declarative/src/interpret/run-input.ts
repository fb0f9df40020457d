/** What a run of a definition starts with: all of it, so that no later change of a file reaches a run that exists. */
import type { Definition } from "../definition/definition.ts";
import type { JsonMap } from "../definition/json.ts";
import type { TaskPin } from "../tasks/task-registry.ts";
import type { ArtifactRecord, JobRecord, Values } from "./records.ts";

export interface RunInput {
  readonly definition: Definition;
  /** Checked and complete. */
  readonly params: JsonMap;
  /** Variables and environment as they were at the start. Default: none. */
  readonly vars?: Values;
  readonly env?: Values;
  /** Names of the workflows that have started one another up to this run, the first one first. Default: none. */
  readonly chain?: readonly string[];
  /** Of a release: logical_date, execute_date, run_id, type, previous. Left out: it is none. */
  readonly release?: Values;
  /** The run that it belongs to without being its child. Default: none. */
  readonly parentRunId?: string;
  /** Jobs at a time, as the call wants it. Default: the definition's. */
  readonly maxJobParallel?: number;
  /** Jobs that an earlier run has done. Default: none. */
  readonly kept?: Readonly<Record<string, JobRecord>>;
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
}
