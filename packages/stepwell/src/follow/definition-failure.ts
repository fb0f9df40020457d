/** What failed in a run of a definition: which stage, where it stands, what it said last. */
import { resolve } from "node:path";
import { StepwellError } from "@stepwell/core";
import type { ErrorRecord } from "@stepwell/declarative";
import { plainJson } from "../plain-json.ts";
import type { SourcePlace } from "../source-place.ts";

export interface DefinitionFailure {
  /** `test/os=mac/unit failed`. */
  readonly headline: string;
  readonly cause: string;
  /** What the script wrote last. */
  readonly lines: readonly string[];
  /** Other things that failed, a line each. */
  readonly also: readonly string[];
  readonly place: SourcePlace | undefined;
  /** What to do first; "" where nobody knows. */
  readonly cure: string;
  /** How the run goes on then. */
  readonly again: "retry" | NonNullable<ErrorRecord["again"]>;
}

/** More of what else failed is counted. */
const alsoShown = 3;

/** Undefined for what is no failure of a definition. @param folder where relative paths begin */
export function definitionFailure(error: unknown, folder: string): DefinitionFailure | undefined {
  const [first, ...others] = errorsOf(error);
  if (first === undefined) return undefined;
  const last = first.last ?? [];
  const also = others.slice(0, alsoShown).map((one) => `${shownPart(one.path)}: ${one.message}`);
  const more = others.length - also.length;
  return {
    headline: `${shownPart(first.path)} failed`,
    cause: first.message,
    // The message ends with the last line.
    lines: last.length > 1 ? last : [],
    also: [...also, ...(more > 0 ? [`and ${more} more`] : [])],
    place: placeAt(first.at, folder),
    cure: first.cure ?? "",
    again: first.again ?? "retry",
  };
}

/** The same for programs: all that failed, and where the first of it stands. */
export function definitionFailureJson(error: unknown, folder: string): Record<string, unknown> {
  const errors = errorsOf(error);
  const place = placeAt(errors[0]?.at, folder);
  return errors.length === 0 ? {} : { errors, ...(place === undefined ? {} : { file: place.file, line: place.line }) };
}

function errorsOf(error: unknown): readonly ErrorRecord[] {
  if (!(error instanceof StepwellError) || error.code !== "workflow-failed") return [];
  const errors = plainJson(error.facts.errors);
  return Array.isArray(errors) ? (errors as ErrorRecord[]) : [];
}

/** `jobs.test.strategies.os=mac.stages.unit` as the tree names it: `test/os=mac/unit`. */
function shownPart(path: string): string {
  const [, job, leg, stage] = /^jobs\.([^.]+)(?:\.strategies\.(.*?))?(?:\.stages\.(.*))?$/.exec(path) ?? [];
  return job === undefined ? path : [job, leg, stage].filter((part) => part !== undefined).join("/");
}

function placeAt(at: string | undefined, folder: string): SourcePlace | undefined {
  const [, file, line] = /^(.+):(\d+)$/.exec(at ?? "") ?? [];
  if (file === undefined) return undefined;
  return { file: resolve(folder, file), line: Number(line), column: undefined, name: "" };
}
