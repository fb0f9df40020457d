/** A script behind its prelude, and where each offset of the two stands. */
import { type PlaceOf, placesFrom } from "../expressions/place-of.ts";
import type { BindOptions } from "./bound-script.ts";

export interface Joined {
  readonly text: string;
  readonly placeOf: PlaceOf;
}

export function joined(script: string, { prelude, placeOf }: BindOptions): Joined {
  const inScript = placeOf ?? placesFrom(script, { file: "script", line: 1, column: 1 });
  if (prelude === undefined) return { text: script, placeOf: inScript };
  const inPrelude = prelude.placeOf ?? placesFrom(prelude.text, { file: "prelude", line: 1, column: 1 });
  const length = prelude.text.length + 1;
  return {
    text: `${prelude.text}\n${script}`,
    placeOf: (offset, span) => (offset < length ? inPrelude(offset, span) : inScript(offset - length, span)),
  };
}
