/** Tells whether two encoded values are the same value, whatever the order of their objects' keys. */
import { looksTagged, marker, parseForm, tags, tagText } from "./tagged-form.ts";

/**
 * @param text what encode gave
 * @returns text that is equal for equal values and different for different ones. Only to be compared, not
 *   decoded. The order of lists, Maps and Sets counts.
 * @throws damaged-value
 */
export function canonical(text: string): string {
  return sort(parseForm(text, "a stored value"), text.startsWith(marker));
}

/** Of values that are not encrypted. @throws damaged-value */
export function sameValue(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b);
}

function sort(form: unknown, tagged: boolean): string {
  if (typeof form !== "object" || form === null) return JSON.stringify(form);
  if (Array.isArray(form)) return `[${form.map((item) => sort(item, tagged)).join(",")}]`;
  const record = form as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).sort();
  const entries = record[tags.entries];
  if (tagged && keys.length === 1 && Array.isArray(entries)) return sortEntries(entries);
  const text = `{${keys.map((key) => `${JSON.stringify(key)}:${sort(record[key], tagged)}`).join(",")}}`;
  // The same value may come in either form (objects of another realm are written by the tagged writer).
  return !tagged && looksTagged(keys) ? tagText(tags.object, text) : text;
}

/** An object that is written as pairs: here, too, the order of its keys does not count. */
function sortEntries(pairs: readonly unknown[]): string {
  return tagText(
    tags.entries,
    `[${pairs
      .map((pair) => sort(pair, true))
      .sort()
      .join(",")}]`,
  );
}
