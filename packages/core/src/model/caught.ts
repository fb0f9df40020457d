/**
 * Anything can be thrown: a proxy that was revoked, an error whose properties throw, an object of one of our classes
 * that was never constructed. Even `instanceof` and reading a property can throw then. What comes from users' code is
 * made fit to be looked at here, where it is caught.
 */
import { StepwellError } from "./errors.ts";
import { isError } from "./is-error.ts";

/** What the engine reads of an error, and what an error's text is made from. */
const looked = ["name", "message", "stack", "code", "hint", "cause", "facts", "errors", "afterMs", "constructor"];
const shown = ["name", "message", "stack", "code"] as const;

/** What was thrown; where that cannot be looked at, an error with all of it that can. */
export function caught(thrown: unknown): unknown {
  if ((typeof thrown !== "object" || thrown === null) && typeof thrown !== "function") return thrown;
  return isSound(thrown) ? thrown : legible(thrown);
}

function isSound(thrown: object): boolean {
  try {
    Object.getOwnPropertyNames(thrown);
    if (!(thrown instanceof Error)) return !isError(thrown) || canBeRead(thrown);
    return canBeRead(thrown) && (!(thrown instanceof StepwellError) || isWhole(thrown));
  } catch {
    return false;
  }
}

function canBeRead(thrown: object): boolean {
  for (const name of looked) void Reflect.get(thrown, name);
  return true;
}

/** It was constructed, and what it says is text. */
function isWhole({ code, message, hint, facts }: StepwellError): boolean {
  return [code, message, hint].every((text) => typeof text === "string") && typeof facts === "object" && facts !== null;
}

function legible(thrown: object): Error {
  const error = new TypeError("something was thrown that cannot be read");
  for (const name of shown) {
    const text = textOf(thrown, name);
    if (text !== undefined) Object.defineProperty(error, name, { value: text, writable: true, configurable: true });
  }
  return error;
}

function textOf(thrown: object, name: string): string | undefined {
  try {
    const value: unknown = Reflect.get(thrown, name);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
