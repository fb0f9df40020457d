/**
 * Turns values into text and back, exactly (engine.md §8): JSON plus Date, BigInt, Map, Set, RegExp, URL,
 * Uint8Array, Error, undefined, NaN, ±Infinity and −0. Anything else is refused with its path.
 * The text is well-formed Unicode without U+0000, whatever the value holds: every store can keep it.
 */
import { failure, StepwellError } from "../errors.ts";
import type { ErrorRegistry } from "./error-reader.ts";
import { hasEscapedKey } from "./escaped-key.ts";
import { isPlain } from "./plain.ts";
import { marker, parseForm, tags, tagText } from "./tagged-form.ts";
import { readTagged } from "./tagged-reader.ts";
import { writeTagged } from "./tagged-writer.ts";

export interface DecodeOptions {
  /** Begins the error's sentence. Default "a stored value". */
  readonly where?: string;
  /** Classes that come back as themselves. Default: only the language's own, and Stepwell's. */
  readonly errors?: ErrorRegistry;
}

/** What most steps without a result return; worth a shortcut. */
const undefinedText = marker + tagText(tags.undefined, "0");

/**
 * Encodes a value. Shared references are copied, null-prototype objects become plain ones, a Buffer a Uint8Array.
 * @param where begins the error's sentence: `result of step "charge"`
 * @throws unserialisable-value with the path of what cannot be kept: functions, class instances, symbols,
 *   accessors, cycles, holes, more than 500 levels…
 */
export function encode(value: unknown, where: string): string {
  if (value === undefined) return undefinedText;
  try {
    return plainText(value) ?? marker + writeTagged(value, where);
  } catch (error) {
    if (error instanceof StepwellError) throw error;
    // A proxy's trap threw, or the text would be longer than a string can be.
    const problem = `reading it failed: ${error instanceof Error ? error.message : "something was thrown"}`;
    throw failure("unserialisable-value", { where, path: "$", problem }, error);
  }
}

/**
 * Decodes what encode wrote: a fresh copy each time.
 * @throws damaged-value
 */
export function decode(text: string, options: DecodeOptions = {}): unknown {
  if (text === undefinedText) return undefined;
  const { where = "a stored value", errors = [] } = options;
  const form = parseForm(text, where);
  return text.startsWith(marker) ? readTagged(form, { where, errors }) : form;
}

/**
 * The decoded copy of a value that was just encoded; nothing is parsed where value and copy cannot be told apart.
 * @param text what encode gave for this very value
 */
export function copy(value: unknown, text: string, options?: DecodeOptions): unknown {
  return typeof value === "object" && value !== null ? decode(text, options) : value;
}

/** JSON, where that keeps the value exactly, for the reader too. */
function plainText(value: unknown): string | undefined {
  if (!isPlain(value) || isJsonPatched()) return undefined;
  const text = JSON.stringify(value);
  // Most texts have no backslash at all: looking for one costs next to nothing.
  return text.includes("\\") && hasEscapedKey(value) ? undefined : text;
}

/** JSON.stringify would call toJSON of a prototype that somebody patched; the tagged writer does not. */
function isJsonPatched(): boolean {
  return "toJSON" in Array.prototype;
}
