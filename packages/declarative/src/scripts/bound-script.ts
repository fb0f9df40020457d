/** What becomes of a script when its templates are bound: it holds names of values, and never a value. */

import type { Problem } from "../diagnosis/problem.ts";
import type { PlaceOf } from "../expressions/place-of.ts";

export type Shell = "bash";

/**
 * How a name gets its value.
 * - `text`: as text; `typed`: as it is.
 * - `number`: as a whole number; anything else fails the stage before the script starts.
 * - `words`: a list as several words, anything else as text.
 */
export type NameKind = "text" | "typed" | "number" | "words";

/** One name that the runner sets before the script starts. */
export interface BoundName {
  /** `SW_1`, `SW_2`, … : reserved in scripts. */
  readonly name: string;
  readonly kind: NameKind;
  /** What stands in the template. */
  readonly expression: string;
  /** Where the template stands in the script as written, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
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
  /** Names that the script itself gives on its top level; JavaScript and TypeScript only. */
  readonly declares?: readonly string[];
  /** Why the script must not run. When there are any, `text` is the script as written. */
  readonly problems: readonly ScriptProblem[];
  readonly warnings: readonly ScriptProblem[];
}

export interface BindOptions {
  /** Maps offsets in the script to its file; without it, lines and columns count in the script itself. */
  readonly placeOf?: PlaceOf;
  /** Tells whether an expression gives a list by its declaration: alone in a word of bash it becomes several words. */
  readonly isList?: (expression: string) => boolean;
}
