/** Makes an error again from what error-writer.ts wrote. */
import { StepwellError } from "../errors.ts";
import { NonRetryableError, RetryAfter } from "../retry-signals.ts";
import type { ErrorParts } from "./error-writer.ts";

/**
 * Error classes whose instances come back as such, matched by class name or, failing that, by the error's `name`.
 * Their constructor is not called: the prototype is set and the recorded properties are defined,
 * so that private fields (`#x`) are missing.
 */
export type ErrorRegistry = readonly ErrorClass[];
export type ErrorClass = abstract new (...args: never[]) => Error;

/** Known without being registered: every program has them. */
const known: ErrorRegistry = [
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
  AggregateError,
  SuppressedError,
  StepwellError,
  NonRetryableError,
  RetryAfter,
];

/**
 * @param parts what was written, its values decoded
 * @returns the error, or undefined if the parts are damaged
 */
export function reviveError(parts: unknown, registry: ErrorRegistry): Error | undefined {
  if (!areParts(parts)) return undefined;
  const error = withoutStack(parts.message);
  const found = findClass(parts, registry);
  if (found !== undefined) Object.setPrototypeOf(error, found.prototype);
  define(error, "stack", parts.stack, false);
  for (const [key, value] of Object.entries(parts.hidden ?? {})) define(error, key, value, false);
  for (const [key, value] of Object.entries(parts.own ?? {})) define(error, key, value, true);
  if (error.name !== parts.name) define(error, "name", parts.name, false);
  // Facts that could not be kept were left out; the type promises an object.
  if (error instanceof StepwellError && error.facts === undefined) define(error, "facts", {}, true);
  return error;
}

/** A true error, not Object.create: Error.isError, inspectors and test runners then know it as one. */
function withoutStack(message: string): Error {
  const limit = Error.stackTraceLimit;
  // The recorded stack takes its place: to walk this one would be most of the work.
  Error.stackTraceLimit = 0;
  try {
    return new Error(message);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The nearest class that is known; a name alone counts only for registered ones, as anybody can set it. */
function findClass(parts: ErrorParts, registry: ErrorRegistry): ErrorClass | undefined {
  const classes = [...registry, ...known];
  for (const name of parts.is ?? []) {
    const found = classes.find((each) => each.name === name);
    if (found !== undefined) return found;
  }
  return registry.find((each) => each.name === parts.name);
}

/** By definition, never by assignment: neither setters of the class nor `__proto__` may interfere. */
function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}

function areParts(parts: unknown): parts is ErrorParts {
  if (!isRecord(parts)) return false;
  const { name, message, is = [], stack = "", hidden = {}, own = {} } = parts;
  if (typeof name !== "string" || typeof message !== "string" || typeof stack !== "string") return false;
  if (!Array.isArray(is) || is.some((each) => typeof each !== "string")) return false;
  return isRecord(hidden) && isRecord(own);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
