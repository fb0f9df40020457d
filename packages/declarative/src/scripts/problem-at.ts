/** Problems with their place in the script. */
import type { ScriptProblem, ScriptProblemCode } from "./bound-script.ts";

export interface Complaint {
  readonly code: ScriptProblemCode;
  readonly message: string;
  readonly hint: string;
  /** From where to where, in UTF-16 units of the script as written. */
  readonly start: number;
  readonly end: number;
  readonly expressions?: readonly string[];
}

/** In the order of the script. */
export function problemsAt(text: string, complaints: readonly Complaint[]): ScriptProblem[] {
  return complaints
    .toSorted((a, b) => a.start - b.start)
    .map(({ code, message, hint, start, end, expressions = [] }) => {
      const before = text.slice(0, start);
      const line = before.split("\n").length;
      const column = start - before.lastIndexOf("\n");
      return { code, message, hint, line, column, length: Math.max(1, end - start), expressions };
    });
}
