/** A stage of a checked definition. */
import type { Json, JsonMap } from "./json.ts";
import type { TemplateUse } from "./param.ts";
import type { Retry, StepDefaults } from "./step-defaults.ts";

export interface Stage extends StepDefaults {
  /** As written, or made of its name or type. Differs from all others of its list. */
  readonly id: string;
  /** For people; may be a template. Left out: the id. */
  readonly name?: string;
  readonly desc?: string;
  /** The key that says what it does: "bash". */
  readonly type: string;
  /** What stands at that key, without the stages below it. */
  readonly value: Json;
  /** The type's further keys, without the stages below them. */
  readonly keys: JsonMap;
  /** Stages below this one; none: []. */
  readonly branches: readonly StageBranch[];
  readonly if?: string;
  readonly retry?: Retry;
  readonly timeoutMs?: number | string;
  readonly env?: JsonMap;
  readonly outputs?: JsonMap;
  /** Default: false. */
  readonly continueOnError: boolean | string;
  /** Default: false. */
  readonly unsafeInterpolation: boolean;
  readonly cache?: { readonly key: string; readonly ttlMs?: number };
  readonly limits?: { readonly memoryBytes?: number; readonly cpu?: number };
  readonly template?: TemplateUse;
  /** "file:line"; "" for data that was given as objects. */
  readonly at: string;
}

/** A list of stages below another one. */
export interface StageBranch {
  /** The keys from the stage to the list: `try`, `parallel/left`, `match/0/stages`. */
  readonly path: string;
  readonly stages: readonly Stage[];
}
