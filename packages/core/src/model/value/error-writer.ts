/**
 * Writes an error: name, message, stack, classes, cause, what AggregateError and SuppressedError hold, and its
 * own enumerable properties. Never refuses: what cannot be read or kept is left out, because an error that
 * cannot be recorded helps nobody.
 */
import { objectText, tags, tagText } from "./tagged-form.ts";
import { className } from "./value-kind.ts";

/** What is written about an error, as error-reader.ts finds it. */
export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  /** Names of its classes, nearest first, without Error itself. Absent for a plain Error. */
  readonly is?: readonly string[];
  readonly stack?: string;
  /** Properties that are not enumerable, cause above all. */
  readonly hidden?: Readonly<Record<string, unknown>>;
  readonly own?: Readonly<Record<string, unknown>>;
}

/** The properties, not enumerable, that the language gives to errors; all others of that kind are left out. */
const hiddenKeys: ReadonlySet<string> = new Set(["cause", "errors", "error", "suppressed"]);
const writtenApart: ReadonlySet<string> = new Set(["name", "message", "stack"]);

/** Gives the text of a property's value, or undefined if it cannot be kept. */
type Carry = (value: unknown) => string | undefined;
type Members = [key: string, text: string][];

export function writeError(error: object, carry: Carry): string {
  const members: Members = [
    ["name", JSON.stringify(readText(error, "name") ?? "Error")],
    ["message", JSON.stringify(readText(error, "message") ?? "")],
  ];
  const classes = classNames(error);
  if (classes.length > 0) members.push(["is", JSON.stringify(classes)]);
  const stack = readText(error, "stack");
  if (stack !== undefined) members.push(["stack", JSON.stringify(stack)]);
  const { hidden, own } = writeProperties(error, carry);
  if (hidden.length > 0) members.push(["hidden", objectText(hidden)]);
  if (own.length > 0) members.push(["own", objectText(own)]);
  return objectText(members);
}

function writeProperties(error: object, carry: Carry): { hidden: Members; own: Members } {
  const hidden: Members = [];
  const own: Members = [];
  for (const key of Object.getOwnPropertyNames(error)) {
    const property = Object.getOwnPropertyDescriptor(error, key);
    if (property === undefined || !("value" in property) || writtenApart.has(key)) continue;
    if (property.enumerable !== true && !hiddenKeys.has(key)) continue;
    const text = key === "errors" ? writeErrors(property.value, carry) : carry(property.value);
    if (text !== undefined) (property.enumerable === true ? own : hidden).push([key, text]);
  }
  // A DOMException (an AbortError, say) has its code on the prototype.
  const code = Object.hasOwn(error, "code") ? undefined : read(error, "code");
  if (typeof code === "string" || typeof code === "number") own.push(["code", JSON.stringify(code)]);
  return { hidden, own };
}

/** One by one, so that a single one that cannot be kept leaves a gap, not nothing. */
function writeErrors(errors: unknown, carry: Carry): string | undefined {
  if (!Array.isArray(errors)) return carry(errors);
  const gap = tagText(tags.undefined, "0");
  return `[${Array.from(errors, (each) => carry(each) ?? gap).join(",")}]`;
}

function classNames(error: object): string[] {
  const names: string[] = [];
  let prototype: object | null = Object.getPrototypeOf(error);
  while (prototype !== null && names.length < 10) {
    const name = className(prototype);
    if (name === "Error" || name === "Object") break;
    if (name !== undefined) names.push(name);
    prototype = Object.getPrototypeOf(prototype);
  }
  return names;
}

function readText(error: object, key: string): string | undefined {
  const value = read(error, key);
  return typeof value === "string" ? value : undefined;
}

/** Any of these may be a getter of the user's, or Error.prepareStackTrace, and may throw. */
function read(error: object, key: string): unknown {
  try {
    return (error as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}
