/**
 * Values that stand outside of a journal (inputs, outputs, errors, data, messages) end with a checksum of their own: a
 * bit that flips in them would otherwise be read as another value. Entries of a journal have one over all of the entry.
 */
import { crc32 } from "node:zlib";
import { damagedText } from "../../model/value/damaged-text.ts";

/** The checksum: # and eight hexadecimal digits. */
const tail = 9;

export function summed(text: string): string {
  return text + sumOf(text);
}

export function verified(stored: string): string {
  const text = stored.slice(0, -tail);
  return stored.slice(-tail) === sumOf(text) ? text : damagedText;
}

function sumOf(text: string): string {
  return `#${crc32(text).toString(16).padStart(8, "0")}`;
}
