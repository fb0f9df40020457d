/**
 * The error type, and the one way to raise it. What can be said lives in the catalogue
 * (error-catalogue.ts); this file turns a code and its facts into an error.
 */
import { type CatalogueEntry, catalogue } from "./error-catalogue.ts";
import { isError } from "./is-error.ts";

/** Where the page of an error code is. */
const docsBase = "docs/errors.md#";

/**
 * Every error that Stepwell raises.
 * `code` is stable and kebab-case; `message` says what and where; `hint` says what to do;
 * `docs` is the page of the code; `facts` are the values that the message was made from.
 */
export class StepwellError extends Error {
  override readonly name: string = "StepwellError";
  readonly code: string;
  readonly hint: string;
  readonly docs: string;
  /** The typed values that the message was made from. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(parts: ErrorParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.code = parts.code;
    this.hint = parts.hint;
    this.docs = docsBase + parts.code;
    this.facts = parts.facts ?? {};
  }
}

export interface ErrorParts {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

type Catalogue = typeof catalogue;
/** Every code that the core can raise. */
export type CoreErrorCode = keyof Catalogue;
/** The facts that a code's message is made from. */
export type FactsOf<C extends CoreErrorCode> = Parameters<Catalogue[C]["message"]>[0];

/**
 * Makes the error of a code. Throw what it returns.
 * @param facts what the message is made from; checked by code
 * @param cause the error below, if there is one
 */
export function failure<C extends CoreErrorCode>(code: C, facts: FactsOf<C>, cause?: unknown): StepwellError {
  return fromCatalogue({ code, entry: catalogue[code] as CatalogueEntry, facts: facts as never, cause });
}

/** Makes an error from any package's catalogue entry. */
export function fromCatalogue(parts: {
  code: string;
  entry: CatalogueEntry;
  facts: Readonly<Record<string, unknown>>;
  cause?: unknown;
}): StepwellError {
  const { code, entry, cause } = parts;
  const facts = shortened(parts.facts);
  const hint = typeof entry.hint === "function" ? entry.hint(facts as never) : entry.hint;
  return new StepwellError({ code, message: entry.message(facts as never), hint, facts, cause });
}

/** Characters of a text, and items of a list, that an error repeats of what it was given. */
const most = { characters: 4_000, items: 100 } as const;

/** Names and values may be of any length: an error is read by people, kept in journals, and repeated by others. */
function shortened(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const long = (value: unknown): boolean =>
    typeof value === "string"
      ? value.length > most.characters
      : Array.isArray(value) && (value.length > most.items || value.some(long));
  if (!Object.values(facts).some(long)) return facts;
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, short(value)]));
}

function short(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, most.items).map(short);
  return typeof value === "string" && value.length > most.characters ? `${value.slice(0, most.characters)}…` : value;
}

/** True for a StepwellError (from any copy of the package) with this code. */
export function isFailure<C extends CoreErrorCode>(error: unknown, code: C): error is StepwellError {
  try {
    return isError(error) && (error as Partial<StepwellError>).code === code && "hint" in error;
  } catch {
    return false; // A property that throws when it is read is none of ours.
  }
}
