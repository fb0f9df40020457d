/** Keeps secrets out of what leaves a body: results, errors, log lines. */
import type { BodyContext } from "@stepwell/core";

const mask = "***";
/** Shorter ones would hide half of every text. */
const leastChars = 4;

type Secrets = ReadonlyMap<string, string>;

/**
 * The body, but nothing that it gives, throws or logs holds a secret, plain or as base64, in a URL, in JSON or quoted.
 * @param computed from secrets, by expressions
 */
export function hidingSecrets<T>(
  body: (s: BodyContext) => T,
  secrets: Secrets,
  computed: ReadonlySet<string> = new Set(),
): (s: BodyContext) => Promise<Awaited<T>> | T {
  if (secrets.size === 0) return body;
  return async (s): Promise<Awaited<T>> => {
    const forms = formsOfBoth(secrets, computed);
    if (forms.length === 0) return await body(s);
    try {
      return masked(await body(hiding(s, forms)), forms) as Awaited<T>;
    } catch (error) {
      throw maskedError(error, forms);
    }
  };
}

/** The text without the secrets in it, and without what is computed from them. */
export function hiddenIn(text: string, secrets: Secrets, computed: ReadonlySet<string>): string {
  return secrets.size === 0 ? text : inText(text, formsOfBoth(secrets, computed));
}

/** The error without the secrets in what it says, for those that no body has thrown. */
export function withoutSecrets(error: unknown, secrets: Secrets): unknown {
  const forms = formsOf(secrets);
  return forms.length === 0 ? error : maskedError(error, forms);
}

function formsOfBoth(secrets: Secrets, computed: ReadonlySet<string>): readonly string[] {
  const own = formsOf(secrets);
  return computed.size === 0 ? own : [...own, ...formsOfTexts(computed)].sort(longestFirst);
}

const known = new WeakMap<Secrets, readonly string[]>();

function formsOf(secrets: Secrets): readonly string[] {
  const before = known.get(secrets);
  if (before !== undefined) return before;
  const forms = formsOfTexts(secrets.values());
  known.set(secrets, forms);
  return forms;
}

/** A form may be part of another. */
function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

function formsOfTexts(texts: Iterable<string>): readonly string[] {
  const forms = new Set<string>();
  const add = (form: string): void => {
    if (form.length >= leastChars) forms.add(form);
  };
  for (const text of texts) {
    for (const plain of [text, text.trim()]) {
      if (plain.length < leastChars) continue;
      for (const form of base64Forms(plain)) add(form);
      add(plain);
      add(encodeURIComponent(plain));
      add(JSON.stringify(plain).slice(1, -1));
      add(plain.replaceAll("'", "'\\''"));
    }
    // Logs come line by line.
    for (const line of text.split(/\r?\n/)) add(line.trim());
  }
  return [...forms].sort(longestFirst);
}

/** Of the text alone, and of the text behind others, as in `user:password`: its bytes begin at any of three places. */
function base64Forms(text: string): string[] {
  const forms = [Buffer.from(text).toString("base64").replace(/=+$/, ""), Buffer.from(text).toString("base64url")];
  for (const before of [0, 1, 2]) {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // A sign that holds bits of what stands before or behind differs with that.
    const to = Math.floor((bytes.length * 8) / 6);
    const from = Math.ceil((before * 8) / 6);
    for (const coding of ["base64", "base64url"] as const) forms.push(bytes.toString(coding).slice(from, to));
  }
  return forms;
}

function hiding(s: BodyContext, forms: readonly string[]): BodyContext {
  const hidden: Partial<BodyContext> = {
    log: (text, level) => s.log(inText(String(text), forms), level),
    set: (key, value) => s.set(key, masked(value, forms)),
    heartbeat: (data) => s.heartbeat(masked(data, forms)),
  };
  return new Proxy(s, {
    get: (target, key) => {
      if (Object.hasOwn(hidden, key)) return hidden[key as keyof BodyContext];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function inText(text: string, forms: readonly string[]): string {
  let shown = text;
  for (const form of forms) if (shown.includes(form)) shown = shown.replaceAll(form, mask);
  return shown;
}

function masked(value: unknown, forms: readonly string[]): unknown {
  if (typeof value === "string") return inText(value, forms);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => masked(item, forms));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [masked(key, forms), masked(item, forms)]));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [inText(key, forms), masked(item, forms)]));
}

/** The error itself, its texts changed: its class and what else it carries matter to retries. */
function maskedError(error: unknown, forms: readonly string[]): unknown {
  if (!(error instanceof Error)) return masked(error, forms);
  for (const key of ["message", "stack"] as const) {
    const text = error[key];
    if (typeof text === "string" && inText(text, forms) !== text) replace(error, key, inText(text, forms));
  }
  // What it carries is kept with it: the facts of ours, whatever users' have.
  for (const [key, value] of Object.entries(error)) {
    const clean = value instanceof Error ? maskedError(value, forms) : masked(value, forms);
    if (clean !== value) replace(error, key, clean);
  }
  if (error.cause !== undefined) error.cause = maskedError(error.cause, forms);
  return error;
}

function replace(error: Error, key: string, value: unknown): void {
  const enumerable = Object.getOwnPropertyDescriptor(error, key)?.enumerable ?? false;
  Object.defineProperty(error, key, { value, enumerable, configurable: true, writable: true });
}
