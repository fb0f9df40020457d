/** Keeps secrets out of what leaves a body: results, errors, log lines. */
import type { BodyContext } from "@stepwell/core";
import { HiddenTexts } from "../expressions/hidden-texts.ts";

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
    const forms = hiddenTextsOf(secrets, computed);
    if (forms.isEmpty) return await body(s);
    try {
      return masked(await body(hiding(s, forms)), forms) as Awaited<T>;
    } catch (error) {
      throw maskedError(error, forms);
    }
  };
}

/** The body, but nothing that it throws holds a secret. What it gives may: a path that is called like one stays itself. */
export function hidingInErrors<T>(
  body: (s: BodyContext) => Promise<T>,
  secrets: Secrets,
  computed: ReadonlySet<string>,
): (s: BodyContext) => Promise<T> {
  return async (s) => {
    try {
      return await body(s);
    } catch (error) {
      throw withoutSecrets(error, secrets, computed);
    }
  };
}

/** The error without the secrets in what it says, and without what is computed from them. */
export function withoutSecrets(error: unknown, secrets: Secrets, computed: ReadonlySet<string> = new Set()): unknown {
  const forms = hiddenTextsOf(secrets, computed);
  return forms.isEmpty ? error : maskedError(error, forms);
}

const known = new WeakMap<Secrets, HiddenTexts>();

/** @param computed from secrets, by expressions */
export function hiddenTextsOf(secrets: Secrets, computed: ReadonlySet<string> = new Set()): HiddenTexts {
  const before = known.get(secrets);
  const own = before ?? HiddenTexts.of(secrets.values());
  if (before === undefined) known.set(secrets, own);
  return secrets.size === 0 ? HiddenTexts.none : own.with(computed);
}

function hiding(s: BodyContext, forms: HiddenTexts): BodyContext {
  const hidden: Partial<BodyContext> = {
    log: (text, level) => s.log(forms.hide(String(text)), level),
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

function masked(value: unknown, forms: HiddenTexts): unknown {
  if (typeof value === "string") return forms.hide(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => masked(item, forms));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [masked(key, forms), masked(item, forms)]));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [forms.hide(key), masked(item, forms)]));
}

/** The error itself, its texts changed: its class and what else it carries matter to retries. */
function maskedError(error: unknown, forms: HiddenTexts): unknown {
  if (!(error instanceof Error)) return masked(error, forms);
  for (const key of ["message", "stack"] as const) {
    const text = error[key];
    if (typeof text === "string" && forms.hide(text) !== text) replace(error, key, forms.hide(text));
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
