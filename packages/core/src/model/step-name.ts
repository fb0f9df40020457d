/**
 * Names, ids and operation keys: what is allowed in them, and how an operation is written in the journal.
 * `/`, `#`, `~`, `[` and `]` separate the parts of a key, so no name may hold one.
 */
import { failure } from "./errors.ts";
import { limits } from "./limits.ts";

const separator = /[/#~[\]]/;
const control = /\p{Cc}/u;
/** As much of a refused name as an error repeats. */
const shownChars = 80;

/**
 * Checks the name of a workflow, task, step, signal, scope…
 * @param what "step name", "signal name": begins the error's sentence
 * @returns the name
 * @throws invalid-name unless it is 1–200 code points of well-formed Unicode without separators or control characters
 */
export function checkName(what: string, name: unknown): string {
  const text = checkText(what, name, limits.nameMaxCodePoints);
  const found = separator.exec(text);
  if (found !== null) throw refuse(what, text, `holds "${found[0]}", which separates the parts of a key`);
  return text;
}

/** Scopes that the engine begins after a workflow's function; their steps cannot be mistaken for a user's. */
const ownScopes: ReadonlySet<string> = new Set(["compensate", "on-failure", "on-complete"]);

/** The same for a scope, which may also not be one of the engine's own. @throws invalid-name */
export function checkScopeName(name: unknown): string {
  const text = checkName("scope", name);
  if (ownScopes.has(text)) throw refuse("scope", text, "is a scope of the engine's own");
  return text;
}

/**
 * Checks the id of a run. Unlike in names, separators are allowed: a child's id is `parent~name`.
 * @returns the id
 * @throws invalid-name unless it is 1–255 code points of well-formed Unicode without control characters or a leading @
 */
export function checkRunId(id: unknown): string {
  const text = checkText("run id", id, limits.idMaxCodePoints);
  if (text.startsWith("@")) throw refuse("run id", text, "begins with @, which the command line uses for @last");
  return text;
}

/** The parts of an operation key. */
export interface OperationParts {
  /** Scope path, "" for the root. */
  readonly scope: string;
  readonly name: string;
  /** Which one of that name in its scope, in call order from 1. */
  readonly n: number;
}

/** Writes a key: `scope/name#n`, without `scope/` at the root and without `#1`. */
export function operationKey(parts: OperationParts): string {
  const local = parts.n === 1 ? parts.name : `${parts.name}#${parts.n}`;
  return parts.scope === "" ? local : `${parts.scope}/${local}`;
}

/**
 * Takes a key apart: the inverse of operationKey.
 * @throws invalid-name for a text that operationKey cannot have written
 */
export function parseOperationKey(key: string): OperationParts {
  const slash = key.lastIndexOf("/");
  const parts = /^([^#]+?)(?:#([1-9]\d{0,14}))?$/su.exec(key.slice(slash + 1));
  if (parts?.[1] === undefined || slash === 0 || parts[2] === "1")
    throw refuse("operation", key, "is not written as scope/name#n");
  return { scope: key.slice(0, Math.max(slash, 0)), name: parts[1], n: Number(parts[2] ?? 1) };
}

/** The rules for any text that names something. @throws invalid-name */
export function checkText(what: string, text: unknown, maxCodePoints: number): string {
  if (typeof text !== "string") throw refuse(what, String(typeof text), "must be text");
  if (text === "") throw refuse(what, text, "is empty");
  if (longer(text, maxCodePoints)) throw refuse(what, text, `is longer than ${maxCodePoints} characters`);
  if (!text.isWellFormed()) throw refuse(what, text, "holds half of a surrogate pair");
  if (control.test(text)) throw refuse(what, text, "holds a control character");
  return text;
}

/** Code points are only counted where code units leave it open: most names are short. */
function longer(text: string, maxCodePoints: number): boolean {
  if (text.length <= maxCodePoints) return false;
  return text.length > maxCodePoints * 2 || Array.from(text).length > maxCodePoints;
}

function refuse(what: string, name: string, problem: string) {
  const shown = name.length > shownChars ? `${name.slice(0, shownChars)}…` : name;
  return failure("invalid-name", { what, name: shown, problem });
}
