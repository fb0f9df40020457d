/** How what was given for a setting becomes its value: the same for every layer, so text and numbers mean one thing. */
import { formatMs, messageOf, toMs } from "@stepwell/core";
import { bytesOf } from "../format/size.ts";

/** @param folder where relative paths begin, if that is not the working folder */
export type Reading<T> = (given: unknown, folder: string | undefined) => { readonly value: T } | Refusal;

export interface Refusal {
  /** What is wrong with it, as `it is not a number`. */
  readonly problem: string;
}

const refuse = (problem: string): Refusal => ({ problem });
const isText = (given: unknown): given is string => typeof given === "string";
const trimmed = (given: unknown): unknown => (isText(given) ? given.trim() : given);

export const text: Reading<string> = (given) => {
  if (!isText(given)) return refuse("it is not text");
  return given.trim() === "" ? refuse("it is empty") : { value: given };
};

const yes: ReadonlySet<unknown> = new Set([true, 1, "true", "yes", "on", "1", "t", "y"]);
const no: ReadonlySet<unknown> = new Set([false, 0, "false", "no", "off", "0", "f", "n"]);

/** As people, shells and Python write it: `true`, `True`, `1`, `yes`, `on`. */
export const flag: Reading<boolean> = (given) => {
  const plain = isText(given) ? given.trim().toLowerCase() : given;
  if (yes.has(plain)) return { value: true };
  return no.has(plain) ? { value: false } : refuse("it is neither true nor false");
};

/** A whole number; `4.0` and `1_000`, as Python writes them, are whole. */
export function count(least: number, most: number): Reading<number> {
  return (given) => {
    const value = numberOf(given);
    if (value === undefined || !Number.isInteger(value)) return refuse("it is not a whole number");
    if (value >= least && value <= most) return { value };
    return refuse(value < least ? `it is less than ${least}` : `it is more than ${most}`);
  };
}

function numberOf(given: unknown): number | undefined {
  const plain = trimmed(given);
  if (typeof plain === "number") return Number.isFinite(plain) ? plain : undefined;
  if (!isText(plain) || !/^[+-]?\d+(?:_\d+)*(?:\.\d+)?$/.test(plain)) return undefined;
  return Number(plain.replaceAll("_", ""));
}

const longestMs = toMs("3650 days");

/** A bare number is seconds, as everywhere in definitions; text may have units. In milliseconds, more than none. */
export const seconds: Reading<number> = (given) => {
  const bare = numberOf(given);
  try {
    const value = bare === undefined ? toMs(given as string) : Math.round(bare * 1_000);
    if (typeof given !== "number" && !isText(given)) return refuse("it is not a time");
    if (value <= 0) return refuse("it is not more than none");
    return value > longestMs ? refuse(`it is longer than ${formatMs(longestMs)}`) : { value };
  } catch (error) {
    return refuse(messageOf(error).replace(/^.* is not a duration/, "it is not a time"));
  }
};

/** One of some words, in letters of either case; `also` names other spellings of them. */
export function word<W extends string>(words: readonly W[], also: Readonly<Record<string, W>> = {}): Reading<W> {
  return (given) => {
    const plain = String(trimmed(given)).toLowerCase();
    const found = words.find((one) => one === plain) ?? (Object.hasOwn(also, plain) ? also[plain] : undefined);
    return found === undefined ? refuse("it is none of them") : { value: found };
  };
}

/** The URL of a service, by its schemes. */
export function url(schemes: readonly string[]): Reading<string> {
  return (given) => {
    const plain = trimmed(given);
    if (!isText(plain) || !URL.canParse(plain)) return refuse("it is not a URL");
    const { protocol, hostname } = new URL(plain);
    if (!schemes.includes(protocol.slice(0, -1))) return refuse(`it begins with ${protocol}//`);
    return hostname === "" ? refuse("it names no host") : { value: plain };
  };
}

/** A bare number is bytes; text may have units. More than none. */
export const bytes: Reading<number> = (given) => {
  const bare = numberOf(given);
  const value = bare ?? (isText(given) ? bytesOf(given) : undefined);
  if (value === undefined || !Number.isSafeInteger(value)) return refuse("it is not a size");
  return value > 0 ? { value } : refuse("it is not more than none");
};

/** Several, in a list or with commas between. */
export const names: Reading<readonly string[]> = (given) => {
  const list = isText(given) ? given.split(",") : given;
  if (!Array.isArray(list) || !list.every(isText)) return refuse("it is no list of names");
  return { value: list.map((name) => name.trim()).filter((name) => name !== "") };
};
