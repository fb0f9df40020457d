/** Problems with their place in the file. */
import { problem } from "../diagnosis/problem.ts";
import type { DeclarativeErrorCode, DeclarativeFactsOf } from "../errors.ts";
import type { PlaceOf } from "../expressions/place-of.ts";
import type { ScriptProblem } from "./bound-script.ts";

/** Something about a script, before it is known where the script stands. */
export interface Complaint {
  readonly make: (location: { place: ReturnType<PlaceOf> }) => Omit<ScriptProblem, "expressions">;
  /** From where to where, in UTF-16 units of the script as written. */
  readonly start: number;
  readonly end: number;
  readonly expressions: readonly string[];
}

/** Where something is, and which expressions it is about. */
export type About = Pick<Complaint, "start" | "end"> & { readonly expressions?: readonly string[] };

export function complaint<C extends DeclarativeErrorCode>(
  code: C,
  facts: DeclarativeFactsOf<C>,
  about: About,
): Complaint {
  return { expressions: [], ...about, make: (location) => problem(code, facts, location) };
}

/** In the order of the script. */
export function problemsAt(placeOf: PlaceOf, complaints: readonly Complaint[]): ScriptProblem[] {
  return complaints
    .toSorted((a, b) => a.start - b.start)
    .map(({ make, start, end, expressions }) => {
      return { ...make({ place: placeOf(start, Math.max(1, end - start)) }), expressions };
    });
}

/** An expression as it stands in a script. */
export function shownExpression(expression: string): string {
  return `\${{ ${expression} }}`;
}
