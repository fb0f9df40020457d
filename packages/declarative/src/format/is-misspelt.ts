/** A key that is misspelt is not missing, too: what was said of its other spelling is enough. */
import { nearestName } from "@stepwell/core/text";
import type { MapNode } from "../source/node.ts";
import { ownText } from "./check-scalar.ts";
import type { RecordShape } from "./shape.ts";

/** True where a key that is none of the fields means this one, as far as its message says so. */
export function isMisspelt(
  key: string,
  map: MapNode,
  { fields, foreign }: Pick<RecordShape, "fields" | "foreign">,
): boolean {
  const known = Object.keys(fields);
  const names = new RegExp(`(?<![\\w-])${key}(?![\\w-])`);
  return [...map.entries.keys()].some((word) => {
    if (Object.hasOwn(fields, word)) return false;
    const cure = ownText(foreign, word);
    return cure === undefined ? nearestName(word, known) === key : names.test(cure);
  });
}
