/** Makes a value again from the parsed JSON of its tagged form (tagged-form.ts). */
import { failure, type StepwellError } from "../errors.ts";
import { limits } from "../limits.ts";
import { type ErrorRegistry, reviveError } from "./error-reader.ts";
import { looksTagged, tags } from "./tagged-form.ts";

export interface ReadOptions {
  /** Begins the error's sentence. */
  readonly where: string;
  readonly errors: ErrorRegistry;
}

/** One level of a value takes four of JSON at most: the tag of an error, its parts, their list, the items. */
const jsonDepthMax = limits.depthMax * 4;

/**
 * @param form parsed JSON; it is changed in place and becomes the value
 * @throws damaged-value
 */
export function readTagged(form: unknown, options: ReadOptions): unknown {
  return revive(form, 0, options);
}

function revive(form: unknown, depth: number, options: ReadOptions): unknown {
  if (typeof form !== "object" || form === null) return form;
  if (depth > jsonDepthMax)
    throw failure("damaged-value", { where: options.where, problem: "it is nested deeper than any value" });
  if (Array.isArray(form)) return reviveItems(form, depth, options);
  const record = form as Record<string, unknown>;
  const keys = Object.keys(record);
  if (!looksTagged(keys)) return reviveMembers(record, depth, options);
  const tag = keys[0] as string;
  const payload = record[tag];
  if (tag === tags.undefined && payload === 0) return undefined;
  const value =
    typeof payload === "object" && payload !== null
      ? reviveObjectTag(tag, payload, { depth, options })
      : reviveScalarTag(tag, payload);
  if (value === undefined) throw damaged(tag, options);
  return value;
}

function reviveItems(items: unknown[], depth: number, options: ReadOptions): unknown[] {
  for (let i = 0; i < items.length; i++) items[i] = revive(items[i], depth + 1, options);
  return items;
}

function reviveMembers(record: Record<string, unknown>, depth: number, options: ReadOptions): object {
  // JSON.parse made each key an own property, so that assigning `__proto__`, too, writes that property.
  for (const key of Object.keys(record)) record[key] = revive(record[key], depth + 1, options);
  return record;
}

/** What a tag with a list or an object stands for, or undefined if there is nothing like that. */
function reviveObjectTag(tag: string, payload: object, at: { depth: number; options: ReadOptions }): unknown {
  const { depth, options } = at;
  if (!Array.isArray(payload)) {
    // Its members directly: in here a key that looks like a tag is data.
    const members = reviveMembers(payload as Record<string, unknown>, depth + 1, options);
    if (tag === tags.object) return members;
    return tag === tags.error ? reviveError(members, options.errors) : undefined;
  }
  if (tag === tags.regExp) return reviveRegExp(payload);
  if (tag === tags.set) return new Set(reviveItems(payload, depth, options));
  if (!payload.every(isPair)) return undefined;
  if (tag === tags.entries) return reviveEntries(payload, at);
  if (tag !== tags.map) return undefined;
  const map = new Map<unknown, unknown>();
  for (const [key, value] of payload) map.set(revive(key, depth + 1, options), revive(value, depth + 1, options));
  return map;
}

function reviveEntries(
  pairs: readonly [unknown, unknown][],
  { depth, options }: { depth: number; options: ReadOptions },
): object | undefined {
  const object = {};
  for (const [key, value] of pairs) {
    if (typeof key !== "string") return undefined;
    // Defined: assigning `__proto__` would set the prototype.
    const item = revive(value, depth + 1, options);
    Object.defineProperty(object, key, { value: item, enumerable: true, writable: true, configurable: true });
  }
  return object;
}

/** What a tag with a text, a number or null stands for, or undefined if there is nothing like that. */
function reviveScalarTag(tag: string, payload: unknown): unknown {
  if (tag === tags.date) return reviveDate(payload);
  if (typeof payload !== "string") return undefined;
  switch (tag) {
    case tags.number:
      return numbers.get(payload);
    case tags.bigint:
      return /^(?:0|-?[1-9]\d*)$/.test(payload) ? BigInt(payload) : undefined;
    case tags.url:
      return URL.parse(payload) ?? undefined;
    case tags.bytes:
      return reviveBytes(payload);
    default:
      return undefined;
  }
}

function reviveDate(payload: unknown): Date | undefined {
  if (payload === null) return new Date(Number.NaN);
  const date = new Date(typeof payload === "number" ? payload : Number.NaN);
  return date.getTime() === payload ? date : undefined;
}

const numbers: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-0", -0],
]);

function reviveRegExp([source, flags]: readonly unknown[]): RegExp | undefined {
  if (typeof source !== "string" || typeof flags !== "string") return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

/** Node's decoder skips what is not base64, so what it read is compared with what was there. */
function reviveBytes(base64: string): Uint8Array | undefined {
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? new Uint8Array(bytes) : undefined;
}

function isPair(item: unknown): item is [unknown, unknown] {
  return Array.isArray(item) && item.length === 2;
}

function damaged(tag: string, options: ReadOptions): StepwellError {
  const problem = Object.values<string>(tags).includes(tag) ? `its ${tag} is malformed` : "it holds an unknown tag";
  return failure("damaged-value", { where: options.where, problem });
}
