/**
 * Options as users give them: read once, at the edge, into a copy of our own. What is not known is refused, and so is
 * what cannot be read (a proxy that was revoked, a getter that throws), so that nothing behind the edge stumbles over it.
 */
import { caught } from "./caught.ts";
import { failure } from "./errors.ts";

interface Place {
  /** Begins the error's sentence: `start of workflow "order"`. */
  readonly where: string;
  /** What the options are called in errors. Default "options". */
  readonly option?: string;
}

/** @throws invalid-option for what is no object, for names that are not known, and for what cannot be read */
export function readOptions<T extends object>(given: T | undefined, known: Iterable<string>, place: Place): T {
  const { where, option = "options" } = place;
  const copy: Record<string, unknown> = {};
  if (given === undefined) return copy as T;
  if (typeof given !== "object" || given === null || isList(given))
    throw failure("invalid-option", { where, option, problem: "must be an object" });
  const names = [...known];
  const part = (name: string) => (option === "options" ? name : `${option}.${name}`);
  for (const name of namesIn(given, place))
    if (!names.includes(name))
      throw failure("invalid-option", {
        where,
        option: part(name),
        problem: `is unknown; known ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`,
      });
  for (const name of names) {
    try {
      const value: unknown = (given as Record<string, unknown>)[name];
      if (value !== undefined) copy[name] = looked(value);
    } catch (error) {
      throw failure("invalid-option", { where, option: part(name), problem: "cannot be read" }, caught(error));
    }
  }
  return copy as T;
}

/** An argument that is not made of options, looked at before it is used. @throws invalid-option */
export function readArgument<T>(value: T, place: Required<Place>): T {
  try {
    return looked(value);
  } catch (error) {
    throw failure("invalid-option", { ...place, problem: "cannot be read" }, caught(error));
  }
}

function namesIn(given: object, { where, option = "options" }: Place): string[] {
  try {
    return Object.keys(given);
  } catch (error) {
    throw failure("invalid-option", { where, option, problem: "cannot be read" }, caught(error));
  }
}

/** True also for what cannot be told: that is not an object of options either. */
function isList(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return true;
  }
}

/** The value, after everything was done to it that may be done to it later. */
function looked<T>(value: T, depth = 0): T {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return value;
  void (Array.isArray(value) || value instanceof Object);
  for (const name of Object.keys(value)) {
    const part: unknown = (value as Record<string, unknown>)[name];
    if (depth < 2) looked(part, depth + 1);
  }
  return value;
}
