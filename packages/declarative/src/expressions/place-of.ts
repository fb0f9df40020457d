/** From offsets in an expression to places in the file that it was read from. */
import type { Place } from "../diagnosis/place.ts";

/** Maps offsets in a scalar's value to the file: quoted, folded and indented scalars differ from what was written. */
export type PlaceOf = (offset: number, length: number) => Place;

/** Of a text that stands in the file exactly as it is, from `start` on. */
export function placesFrom(text: string, start: Place): PlaceOf {
  return (offset, length) => {
    const lines = text.slice(0, offset).split("\n");
    const last = lines[lines.length - 1] ?? "";
    const column = lines.length === 1 ? start.column + last.length : last.length + 1;
    return { file: start.file, line: start.line + lines.length - 1, column, length };
  };
}
