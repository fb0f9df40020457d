/** Names for a message: all of a few, of many some, and how many there are. */
import { nearestName } from "@stepwell/core/text";

const most = 12;
const shown = 5;

/** @param wanted as somebody has typed it; "" where nobody has @returns `there are: a, b`, `there are 500, such as a, b` */
export function thereAre(names: readonly string[], { wanted = "", between = ", " } = {}): string {
  if (names.length === 0) return "there are none";
  if (names.length <= most) return `there are: ${names.join(between)}`;
  return `there are ${names.length}, such as ${nearestFirst(names, wanted).join(between)}`;
}

/** `a, b`, `a, b and 488 more`. @param none what is said of no names */
export function firstOf(names: readonly string[], none: string): string {
  if (names.length === 0) return none;
  const more = names.length - most;
  return `${names.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function nearestFirst(names: readonly string[], wanted: string): string[] {
  const left = new Set(names);
  const found: string[] = [];
  while (found.length < shown) {
    const name = nearestName(wanted, [...left]) || ([...left][0] ?? "");
    found.push(name);
    left.delete(name);
  }
  return found;
}
