/** What a run of a definition would be, said before anything runs. */
import type { JsonMap } from "../definition/json.ts";
import type { ParamType } from "../definition/param.ts";
import type { Difference } from "./differences.ts";

export interface Plan {
  readonly workflow: string;
  readonly desc?: string;
  /** "file:line"; "" for data that was given as objects. */
  readonly at: string;
  readonly hash: string;
  /** In the order of the definition. */
  readonly params: readonly PlannedParam[];
  readonly jobs: readonly PlannedJob[];
  /** Jobs at a time; undefined where only a run can know. */
  readonly maxParallel: number | undefined;
  readonly schedules: readonly PlannedSchedule[];
  /** What else starts it: `manual`, `workflow load`, `event paid`, `webhook /hooks/a`. */
  readonly triggers: readonly string[];
  /** What it needs and does not find: while there is any, a run would fail, or not begin. */
  readonly missing: readonly Missing[];
  /** Against what is deployed under its name. */
  readonly deployed: Deployed;
}

export interface PlannedParam {
  readonly name: string;
  readonly type: ParamType;
  /** As a run would have it; while any of them is wrong, as it was given. Secrets are "***". Left out: there is none. */
  readonly value?: JsonMap[string];
  /** "none": it was not given, and has no default. */
  readonly from: "given" | "default" | "none";
}

export interface PlannedJob {
  readonly id: string;
  readonly name?: string;
  readonly needs: readonly string[];
  /** Its condition, and its trigger rule where it names one. */
  readonly if?: string;
  readonly triggerRule?: string;
  /** Left out where it is `local`. */
  readonly runsOn?: string;
  /** Those of its own list; what stands below a stage is counted. */
  readonly stages: readonly PlannedStage[];
  /** Left out where it has no matrix. */
  readonly legs?: PlannedLegs;
  readonly at: string;
}

export interface PlannedStage {
  readonly id: string;
  readonly type: string;
  /** How many stages stand below it. */
  readonly below: number;
  readonly at: string;
}

/** The legs, or what they are computed from in the run: `needs.plan.outputs.legs`. */
export type PlannedLegs =
  | { readonly known: true; readonly ids: readonly string[] }
  | { readonly known: false; readonly from: readonly string[] };

export interface PlannedSchedule {
  readonly cron: string;
  readonly timezone: string;
  /** The next times, as ISO text in UTC: five, or fewer when they end. */
  readonly next: readonly string[];
  readonly at: string;
}

export interface Missing {
  readonly kind: "param" | "matrix" | "secret" | "variable" | "program" | "task" | "stage" | "workflow";
  readonly name: string;
  /** What is wrong, as a sentence. */
  readonly problem: string;
  /** What to do about it. */
  readonly cure: string;
  /** Where it is asked for first; "" where that is nowhere. */
  readonly at: string;
}

/** "unknown": there is no store to look into. */
export type Deployed =
  | { readonly state: "unknown" }
  | { readonly state: "new" }
  | { readonly state: "same"; readonly version: number }
  | {
      readonly state: "changed";
      readonly version: number;
      readonly differences: readonly Difference[];
      /** Tasks that are something else than when it was deployed: their tag has moved. */
      readonly movedTasks: readonly string[];
    };
