/** A job of a checked definition. */
import type { Concurrency } from "./concurrency.ts";
import type { Json, JsonMap } from "./json.ts";
import type { TemplateUse } from "./param.ts";
import type { RunsOn } from "./runs-on.ts";
import type { Stage } from "./stage.ts";
import type { StepDefaults } from "./step-defaults.ts";

export const triggerRules = [
  "all_success",
  "all_failed",
  "all_done",
  "one_failed",
  "one_success",
  "none_failed",
  "none_skipped",
  "always",
] as const;
export type TriggerRule = (typeof triggerRules)[number];

export interface Job extends StepDefaults {
  readonly id: string;
  readonly name?: string;
  readonly desc?: string;
  /** Default: local. */
  readonly runsOn: RunsOn;
  /** An expression, without its `${{ }}` where that was the whole. */
  readonly if?: string;
  readonly needs: readonly string[];
  /** Left out where none was written: all_success then, and an `if` decides alone when it asks for results. */
  readonly triggerRule?: TriggerRule;
  readonly strategy?: Strategy;
  readonly stages: readonly Stage[];
  readonly env?: JsonMap;
  readonly outputs?: JsonMap;
  /** Default: false. */
  readonly continueOnError: boolean | string;
  readonly concurrency?: Concurrency;
  readonly artifacts?: Artifacts;
  /** Where its stages come from a template: `params` in them are the template's. */
  readonly template?: TemplateUse;
  readonly at: string;
}

/** `maxParallel` and `failFast` may be templates. */
export interface Strategy {
  /** In key order; or one template that gives the whole map, or [] where only `include` makes legs. */
  readonly matrix: readonly Axis[] | string;
  /** Maps, or a template that gives their list. */
  readonly include: readonly Json[] | string;
  readonly exclude: readonly Json[] | string;
  readonly maxParallel?: number | string;
  /** Default: true. */
  readonly failFast: boolean | string;
}

export interface Axis {
  readonly name: string;
  /** A template gives the list. */
  readonly values: readonly Json[] | string;
}

export interface Artifacts {
  readonly upload: readonly Artifact[];
  readonly download: readonly Artifact[];
}

export interface Artifact {
  readonly name: string;
  /** Of files in the workspace; of a download, the folder below which they come to where they were. */
  readonly path: string;
}
