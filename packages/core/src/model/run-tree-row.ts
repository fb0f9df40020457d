/** The rows of a run's tree, as every display gets them. */
import type { RunState } from "./run-state.ts";

/** Of a row; those of the run itself are RunState. `kept`: an earlier run has done it, and this one does not again. */
export type RowState = "running" | "retrying" | "failed" | "done" | "stopped" | "skipped" | "kept" | RunState;

interface RowBase {
  /** 0 at the top. */
  readonly depth: number;
  readonly state: RowState;
  /** Operation key; without numbers where the row stands for several operations; "" for the run's own row. */
  readonly op: string;
  readonly label: string;
}

interface RowTimes {
  /** First start that was seen; undefined when nobody looked while it executed. */
  readonly startedAt: number | undefined;
  /** What was recorded just before its own first entry: where code does one thing after the other, it began then. */
  readonly sinceAt: number | undefined;
  /** Undefined while it goes on. */
  readonly endedAt: number | undefined;
}

/** One operation. */
export interface StepRow extends RowBase, RowTimes {
  readonly type: "step";
  /** The attempt that executes or comes next, or the last one. */
  readonly attempt: number;
  /** Told by the body; undefined when it says nothing. */
  readonly progress: TreeProgress | undefined;
  /** Its result in a few words, when it is a number or counts; else "". */
  readonly summary: string;
  /** Why it did not end well or has not yet; else "". */
  readonly why: string;
}

/** Several operations of one name, or of one name in the items of a map. */
export interface GroupRow extends RowBase, RowTimes {
  readonly type: "group";
  readonly done: number;
  readonly failed: number;
  readonly running: number;
  /** Waiting for their next attempt. */
  readonly retrying: number;
  /** Had at least one attempt that failed, whatever came of them. */
  readonly retried: number;
  /** All there will be; undefined while that is not known. */
  readonly total: number | undefined;
  /** Whole percent of `total`; undefined while that is not known. */
  readonly percent: number | undefined;
}

/** A scope with rows of its own below it. */
export interface LevelRow extends RowBase, RowTimes {
  readonly type: "level";
  /** Operations below it that are over, and all that are known. */
  readonly done: number;
  readonly known: number;
  readonly legs?: LegCounts;
}

/** Of a part with legs (PartNews). */
export interface LegCounts {
  /** Those that are over, failed and kept ones among them. */
  readonly done: number;
  readonly failed: number;
  /** Those that an earlier run has done. */
  readonly kept: number;
  readonly total: number;
}

/** One operation of a group that needs a look. */
export interface MemberRow extends RowBase {
  readonly type: "member";
  readonly why: string;
}

/** What executes of a group. */
export interface RunningRow extends RowBase {
  readonly type: "executing";
  readonly labels: readonly string[];
  /** How many beyond `labels`. */
  readonly more: number;
}

/** Where the run as a whole stands. */
export interface WhyRow extends RowBase {
  readonly type: "why";
  readonly why: string;
}

/** One row of the progress tree. */
export type RunTreeRow = StepRow | GroupRow | LevelRow | MemberRow | RunningRow | WhyRow;

/** How far a row is. */
export interface TreeProgress {
  readonly done: number;
  readonly total: number | undefined;
}

/** A body that executes: an ActivityRow of any process, or an ExecutingStep of this one. */
export interface TreeActivity {
  /** "" for the run's own progress. */
  readonly op: string;
  readonly attempt: number;
  /** Ms since the epoch. */
  readonly startedAt: number;
  readonly progress?: TreeProgress | undefined;
}

/** A decoded entry of the journal. */
export interface TreeEntry {
  readonly seq: number;
  readonly kind: string;
  readonly op: string;
  readonly at: Date;
  readonly attempt: number;
  readonly value: unknown;
}

/** What an entry means for its operation. */
export interface TreeChange {
  readonly state: "done" | "failed" | "retrying" | "skipped";
  /** Name of the part of the run that it is about, where it is about one as a whole. */
  readonly part?: string;
  /** "" when it ended well. */
  readonly why: string;
  /** Its result in a few words; "" where there is nothing short to say. */
  readonly summary: string;
  /** How many operations have its name so far, this one included. */
  readonly members: number;
}

/** What rows are made from besides the entries. */
export interface TreeFacts {
  /** Ms since the epoch. */
  readonly now: number;
  readonly status: RunState;
  /** The run's own sentence; "" for none. */
  readonly why: string;
  /** How many operations there will be in all, by their path or by that of the map whose items they belong to. */
  readonly totals?: ReadonlyMap<string, number>;
}
