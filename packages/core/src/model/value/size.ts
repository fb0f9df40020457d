/** How much an encoded value takes in a store. */

/**
 * Cheap for nearly all values: only what could be over the limit is counted.
 * @param text what encode gave
 * @returns the size in bytes of UTF-8 if it is over the limit, else undefined
 */
export function exceeds(text: string, limitBytes: number): number | undefined {
  // A UTF-16 unit takes three bytes at most.
  if (text.length * 3 <= limitBytes) return undefined;
  const bytes = Buffer.byteLength(text, "utf8");
  return bytes > limitBytes ? bytes : undefined;
}
