/**
 * Writes the tagged form (tagged-form.ts) of any value that can be kept, and says what cannot be, and where.
 * Text is put together by hand: JSON.stringify sees strings only, so no toJSON of a patched prototype has a say.
 */
import { failure, type StepwellError } from "../errors.ts";
import { limits } from "../limits.ts";
import { writeError } from "./error-writer.ts";
import { objectText, tags, tagText } from "./tagged-form.ts";
import { describeUnkept, kindOf } from "./value-kind.ts";
import { type PathStep, showPath } from "./value-path.ts";

/** State of one walk: the way from the root to the value that is being written. */
interface Walk {
  readonly where: string;
  readonly path: PathStep[];
  /** The objects on that way: what is met again in there is a cycle. */
  readonly open: Set<object>;
}

/**
 * Few calls per level on purpose: values nested to the limit have to fit the stack.
 * @param where begins the error's sentence
 * @returns the text, marker excluded
 * @throws unserialisable-value
 */
export function writeTagged(value: unknown, where: string): string {
  return write(value, { where, path: [], open: new Set() });
}

/** @param step how the value is reached from the object that is open; absent for the root */
function write(value: unknown, walk: Walk, step?: PathStep): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      return writeNumber(value);
    case "bigint":
      return tagText(tags.bigint, `"${value}"`);
    case "undefined":
      return tagText(tags.undefined, "0");
    case "object":
      return value === null ? "null" : writeObject(value, walk, step);
    default:
      throw refuse(walk, describeUnkept(value), step);
  }
}

function writeNumber(value: number): string {
  if (Object.is(value, -0)) return tagText(tags.number, '"-0"');
  return Number.isFinite(value) ? String(value) : tagText(tags.number, `"${value}"`);
}

function writeObject(value: object, walk: Walk, step: PathStep | undefined): string {
  if (walk.open.has(value)) throw refuse(walk, "it contains itself (a cycle)", step);
  if (walk.open.size >= limits.depthMax) throw refuse(walk, `it is nested deeper than ${limits.depthMax} levels`, step);
  walk.open.add(value);
  if (step !== undefined) walk.path.push(step);
  try {
    const kind = kindOf(value);
    switch (kind) {
      case "object":
        return writePlainObject(value, walk);
      case "array":
        return writeArray(value as readonly unknown[], walk);
      case "error":
        return tagText(
          tags.error,
          writeError(value, (property) => carry(property, walk)),
        );
      case "Uint8Array":
        return tagText(tags.bytes, `"${base64(value as Uint8Array)}"`);
      case undefined:
        throw refuse(walk, describeUnkept(value));
      default:
        refuseExtras(value, walk);
        return writeBuiltIn(kind, value, walk);
    }
  } finally {
    walk.open.delete(value);
    if (step !== undefined) walk.path.pop();
  }
}

function writeBuiltIn(kind: "Date" | "Map" | "Set" | "RegExp" | "URL", value: object, walk: Walk): string {
  switch (kind) {
    case "Date":
      return tagText(tags.date, JSON.stringify((value as Date).getTime())); // null when invalid
    case "URL":
      return tagText(tags.url, JSON.stringify((value as URL).href));
    case "RegExp": {
      const { source, flags } = value as RegExp;
      return tagText(tags.regExp, `[${JSON.stringify(source)},${JSON.stringify(flags)}]`);
    }
    case "Map": {
      const texts: string[] = [];
      for (const [key, item] of value as ReadonlyMap<unknown, unknown>)
        texts.push(`[${write(key, walk, { note: `key of entry ${texts.length}` })},${write(item, walk, { key })}]`);
      return tagText(tags.map, `[${texts.join(",")}]`);
    }
    case "Set": {
      const texts: string[] = [];
      for (const item of value as ReadonlySet<unknown>) texts.push(write(item, walk, { note: `item ${texts.length}` }));
      return tagText(tags.set, `[${texts.join(",")}]`);
    }
  }
}

function writePlainObject(value: object, walk: Walk): string {
  const members: [key: string, text: string][] = [];
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    const problem = problemOf(key, property);
    if (problem !== undefined) throw refuse(walk, problem, key);
    members.push([key as string, write(property?.value, walk, key)]);
  }
  return objectText(members);
}

function problemOf(key: string | symbol, property: PropertyDescriptor | undefined): string | undefined {
  if (typeof key === "symbol") return "its key is a symbol";
  if (property?.enumerable !== true) return "it is a hidden (not enumerable) property";
  return "value" in property ? undefined : "it is an accessor; give its value instead";
}

function writeArray(value: readonly unknown[], walk: Walk): string {
  const texts: string[] = [];
  for (let i = 0; i < value.length; i++) {
    if (!Object.hasOwn(value, i)) throw refuse(walk, "it is a hole in a sparse array", i);
    texts.push(write(value[i], walk, i));
  }
  // Indices come first: what follows them is more than a list has.
  const extra = Object.keys(value)[value.length] ?? Object.getOwnPropertySymbols(value)[0];
  if (extra !== undefined) throw refuse(walk, "it is a property of an array, which keeps its elements only", extra);
  return `[${texts.join(",")}]`;
}

/** Dates, Maps and the like have no properties of their own but a RegExp's lastIndex. */
function refuseExtras(value: object, walk: Walk): void {
  const extra = Reflect.ownKeys(value).find((key) => key !== "lastIndex");
  if (extra !== undefined) throw refuse(walk, "it is an extra property of a built-in object", extra);
}

/** The text of an error's property, or undefined if it cannot be kept: no error may hide behind its baggage. */
function carry(value: unknown, walk: Walk): string | undefined {
  try {
    return write(value, walk);
  } catch (error) {
    if (error instanceof RangeError) throw error; // out of stack or memory is not the property's fault
    return undefined;
  }
}

/** Only the bytes that the view shows, whatever else is in its buffer. */
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function refuse(walk: Walk, problem: string, step?: PathStep): StepwellError {
  const path = showPath(step === undefined ? walk.path : [...walk.path, step]);
  return failure("unserialisable-value", { where: walk.where, path, problem });
}
