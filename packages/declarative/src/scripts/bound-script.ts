/** What becomes of a script when its templates are bound: it holds names of values, and never a value. */

import type { Problem } from "../diagnosis/problem.ts";
import type { PlaceOf } from "../expressions/place-of.ts";

export type Shell = "bash" | "python" | "js" | "ts";

/**
 * How a name gets its value.
 * - `text`: as text; `typed`: as it is.
 * - `number`: as a whole number; anything else fails the stage before the script starts.
 * - `words`: a list as several words, anything else as text.
 * - `both`: as it is, and with a `t` behind the name as text: which one is meant is known when the script starts.
 */
export type NameKind = "text" | "typed" | "number" | "words" | "both";

/** One name that the runner sets before the script starts. */
export interface BoundName {
  /** `SW_1`, `SW_2`, … and `SW_1t`: reserved in scripts. */
  readonly name: string;
  readonly kind: NameKind;
  /** What stands in the template. */
  readonly expression: string;
  /** Where the template stands in the script as written, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What stands in its place in the text: Python only. */
  readonly placeholder?: string;
}

/** What is wrong with a script, or may go wrong. */
export interface ScriptProblem extends Problem {
  /** The expressions whose values it is about: where all of them can only give numbers, a warning is void. */
  readonly expressions: readonly string[];
}

export interface BoundScript {
  readonly shell: Shell;
  /** The script with names in place of templates. It is the same for every run of a definition. */
  readonly text: string;
  /** In the order of the script. */
  readonly names: readonly BoundName[];
  /** What its program must know besides. */
  readonly details?: ScriptDetails;
  /** Why the script must not run. When there are any, `text` is the script as written. */
  readonly problems: readonly ScriptProblem[];
  readonly warnings: readonly ScriptProblem[];
}

/** Of JavaScript and TypeScript. */
export interface ScriptDetails {
  /** Names that the script gives on its top level. */
  readonly declares: readonly string[];
  /** It has `import` or `export`. */
  readonly module: boolean;
}

export interface BindOptions {
  /** Put before the script, with templates of its own; its places are found by its own `placeOf`. */
  readonly prelude?: { readonly text: string; readonly placeOf?: PlaceOf };
  /** Maps offsets in the script to its file; without it, lines and columns count in the script itself. */
  readonly placeOf?: PlaceOf;
  /** Tells whether an expression gives a list by its declaration: alone in a word of bash it becomes several words. */
  readonly isList?: (expression: string) => boolean;
}
