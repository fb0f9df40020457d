/**
 * A checked definition: plain JSON data, which a run carries in its input. What users name and what has an order are
 * lists; a text that holds `${{ }}` is a template, evaluated when its turn comes. Fields that a definition leaves out
 * are not there, unless a default is named here.
 */
import type { Concurrency } from "./concurrency.ts";
import type { Job } from "./job.ts";
import type { JsonMap } from "./json.ts";
import type { ParamDefinition } from "./param.ts";
import type { Stage } from "./stage.ts";
import type { StepDefaults } from "./step-defaults.ts";
import type { Trigger } from "./trigger.ts";

export interface Definition {
  /** Of this form; changes with it. */
  readonly format: 1;
  readonly name: string;
  readonly desc?: string;
  /** In the order of the source; none: []. */
  readonly params: readonly ParamDefinition[];
  readonly on: readonly Trigger[];
  /** In the order of the source; at least one. */
  readonly jobs: readonly Job[];
  readonly tags: readonly string[];
  readonly env?: JsonMap;
  readonly defaults?: Defaults;
  readonly concurrency?: Concurrency;
  /** Milliseconds of the whole run. Default: the setting `core.timeout`, counted as active time. */
  readonly timeoutMs?: number | string;
  /** Jobs at a time. Default: the setting `core.maxJobParallel`. */
  readonly maxParallel?: number | string;
  /** Names of the secrets that it uses. Left out: not said. */
  readonly secrets?: readonly string[];
  /** Names and templates, evaluated when all jobs have ended. */
  readonly outputs?: JsonMap;
  readonly sla?: Sla;
  readonly onFailure?: readonly Stage[];
  readonly finally?: readonly Stage[];
  /** The file's, absolute, as it was when it was loaded. Left out: it came from no file. */
  readonly folder?: string;
  /** "file:line"; "" for data that was given as objects. */
  readonly at: string;
}

export interface Defaults extends StepDefaults {
  readonly run?: {
    readonly shell?: string;
    readonly workingDirectory?: string;
    /** Put before each script. */
    readonly prelude?: string;
  };
}

/** Promises about a run that are watched, not enforced. */
export interface Sla {
  /** The run should have ended so long after it began. */
  readonly withinMs?: number;
  /** The run should have ended by this time of day, "HH:MM". */
  readonly by?: string;
  readonly timezone?: string;
}
