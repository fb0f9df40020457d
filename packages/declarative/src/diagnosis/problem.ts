/** One thing that is wrong with a definition. Reading and checking collect them all; nothing throws a single one. */
import type { CatalogueEntry } from "@stepwell/core";
import { type DeclarativeErrorCode, type DeclarativeFactsOf, declarativeCatalogue } from "../errors.ts";
import type { Place } from "./place.ts";

export interface Problem {
  /** Stable and kebab-case; docs/errors.md has a section for each. */
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. Left out where the message says all. */
  readonly hint?: string;
  /** Left out for data that was given as objects. */
  readonly place?: Place;
  /** The text of the place's line. */
  readonly excerpt?: string;
  /** Where it is in the data, `jobs.build.stages[2].retry`: for data without places. */
  readonly path?: string;
}

/** Takes problems as they are found. */
export type Report = (problem: Problem) => void;

/** Where a problem is. */
export type Location = Pick<Problem, "place" | "excerpt" | "path">;

/** Makes a problem of a code of the catalogue. */
export function problem<C extends DeclarativeErrorCode>(
  code: C,
  facts: DeclarativeFactsOf<C>,
  location: Location = {},
): Problem {
  const entry = declarativeCatalogue[code] as CatalogueEntry;
  const hint = typeof entry.hint === "function" ? entry.hint(facts as never) : entry.hint;
  const message = entry.message(facts as never);
  return { code, message, ...(hint === "" ? {} : { hint }), ...location };
}
