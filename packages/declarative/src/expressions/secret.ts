/** A value that must not be shown. Whatever is computed from one is one. */
import { inspect } from "node:util";

const mask = "***";

/**
 * Holds a value back: as text, in JSON, in logs and in inspections it is `***`. The journal refuses it.
 * What needs the value (a process that is given it) says so with `reveal`.
 */
export class Secret {
  readonly #value: unknown;
  readonly #parts: readonly string[] | undefined;

  /** @param parts what must not be shown of a text that holds more; default: all of it */
  constructor(value: unknown, parts?: readonly string[]) {
    this.#value = reveal(value);
    this.#parts = parts;
  }

  /** The texts that must not be shown. */
  static textsOf(secret: Secret): readonly string[] {
    return secret.#parts ?? textsIn(secret.#value);
  }

  /** The value held; of what is no secret, itself. */
  static reveal(value: unknown): unknown {
    return value instanceof Secret ? value.#value : value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}

/** The value itself, secret or not. Secrets further inside stay closed; see `opened`. */
export function reveal(value: unknown): unknown {
  return Secret.reveal(value);
}

/** A value with every secret in it opened, and whether there was one. What holds none is given back itself. */
export function opened(value: unknown): { value: unknown; secret: boolean } {
  if (value instanceof Secret) return { value: opened(reveal(value)).value, secret: true };
  if (typeof value !== "object" || value === null) return { value, secret: false };
  if (Array.isArray(value)) return openedList(value);
  if (value instanceof Map) return openedEntries(value, [...value]);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return openedEntries(value, Object.entries(value));
  return { value, secret: false };
}

function openedList(list: readonly unknown[]): { value: unknown; secret: boolean } {
  let copy: unknown[] | undefined;
  for (let n = 0; n < list.length; n++) {
    const item = opened(list[n]);
    if (!item.secret) continue;
    copy ??= [...list];
    copy[n] = item.value;
  }
  return copy === undefined ? { value: list, secret: false } : { value: copy, secret: true };
}

function openedEntries(whole: object, entries: [unknown, unknown][]): { value: unknown; secret: boolean } {
  let copy: Map<unknown, unknown> | undefined;
  for (const [key, value] of entries) {
    const member = opened(value);
    if (!member.secret) continue;
    copy ??= new Map(entries);
    copy.set(key, member.value);
  }
  return copy === undefined ? { value: whole, secret: false } : { value: copy, secret: true };
}

/** The texts of all secrets in a value. */
export function secretTexts(value: unknown): readonly string[] {
  if (value instanceof Secret) return Secret.textsOf(value);
  if (typeof value !== "object" || value === null) return [];
  return (value instanceof Map ? [...value.values()] : Object.values(value)).flatMap(secretTexts);
}

/** What a value holds, each item or member of a secret a secret itself. */
export function members(value: unknown): unknown {
  if (!(value instanceof Secret)) return value;
  const held = reveal(value);
  if (Array.isArray(held)) return held.map((item) => new Secret(item));
  if (typeof held !== "object" || held === null) return value;
  const entries = held instanceof Map ? [...held] : Object.entries(held);
  return new Map(entries.map(([key, member]) => [key, new Secret(member)]));
}

/** A text of a definition as it may be seen: of the secrets in it, `***`. */
export function seenText(value: unknown): string {
  let text = String(reveal(value));
  for (const hidden of [...secretTexts(value)].sort((a, b) => b.length - a.length))
    if (hidden !== "") text = text.replaceAll(hidden, mask);
  return text;
}

/** Every text in a value: a number or a flag of it says nothing by itself, and would hide half of what is shown. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  if (value instanceof Secret) return Secret.textsOf(value);
  return (value instanceof Map ? [...value.values()] : Object.values(value)).flatMap(textsIn);
}
