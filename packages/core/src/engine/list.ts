/** Filters and pages of `engine.list`, checked. */

import { failure } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";
import { type RunState, runStates } from "../model/run-state.ts";
import type { AttributeValue, Page, RunFilter } from "../store/port.ts";
import type { RunView } from "./run-view.ts";

/** Which runs a list or count is about; what is left out does not matter. Only the newest generation of an id is listed. */
export interface ListFilter {
  readonly status?: RunState | readonly RunState[];
  readonly workflow?: string;
  readonly tag?: string;
  /** Id of the run that has started them. */
  readonly parent?: string;
  /** Part of the id or title. */
  readonly text?: string;
  /** Created at this instant or later. */
  readonly since?: Date;
  /** Created before this instant. */
  readonly until?: Date;
  readonly attribute?: { readonly name: string; readonly value: AttributeValue };
}

/** Which part of a list. */
export interface PageOptions {
  /** 1 to 200, default 50. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** One page of a list. It may have fewer items than asked for, or none, and still a `next`: where a filter fits few. */
export interface RunList {
  readonly items: readonly RunView[];
  /** For the next page; undefined on the last. */
  readonly next: string | undefined;
}

const known: ReadonlySet<string> = new Set([
  "status",
  "workflow",
  "tag",
  "parent",
  "text",
  "since",
  "until",
  "attribute",
]);
/** @param where names the list in errors @throws invalid-option */
export function checkPage(given: PageOptions, where: string): Page {
  const { limit = limits.listPageDefault, cursor } = readOptions(given, ["limit", "cursor"], { where });
  if (cursor !== undefined && typeof cursor !== "string")
    throw failure("invalid-option", { where, option: "cursor", problem: "must be `next` of the page before" });
  if (!Number.isInteger(limit) || limit < 1 || limit > limits.listPageMax)
    throw failure("invalid-option", {
      where,
      option: "limit",
      problem: `must be a whole number from 1 to ${limits.listPageMax}`,
    });
  return cursor === undefined ? { limit } : { limit, cursor };
}

/** @throws invalid-option */
export function checkFilter(given: ListFilter): RunFilter {
  const filter = readOptions(given, known, { where: "list" });
  const { status, since, until, workflow, tag, parent, text, attribute } = filter;
  for (const option of ["workflow", "tag", "parent", "text"] as const)
    if (filter[option] !== undefined && typeof filter[option] !== "string") throw invalid(option, "must be a text");
  if (attribute !== undefined) checkAttribute(attribute);
  const statuses = status === undefined ? undefined : [status].flat();
  for (const state of statuses ?? [])
    if (!(runStates as readonly string[]).includes(state))
      throw invalid("status", `must be one of ${runStates.join(", ")}`);
  return {
    ...(statuses === undefined ? {} : { status: statuses as RunState[] }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(tag === undefined ? {} : { tag }),
    ...(parent === undefined ? {} : { parent }),
    ...(text === undefined ? {} : { text }),
    ...(since === undefined ? {} : { since: instant("since", since) }),
    ...(until === undefined ? {} : { until: instant("until", until) }),
    ...(attribute === undefined ? {} : { attribute }),
  };
}

function checkAttribute(given: NonNullable<ListFilter["attribute"]>): void {
  const { name, value } = readOptions(given, ["name", "value"], { where: "list", option: "attribute" });
  if (typeof name !== "string") throw invalid("attribute.name", "must be a text");
  const fits =
    typeof value === "number" ? Number.isFinite(value) : typeof value === "string" || typeof value === "boolean";
  if (!fits) throw invalid("attribute.value", "must be a text, a finite number or a boolean");
}

function instant(option: string, date: Date): number {
  const at = isDate(date) ? date.getTime() : Number.NaN;
  if (Number.isNaN(at)) throw invalid(option, "must be a valid Date");
  return at;
}

function invalid(option: string, problem: string): Error {
  return failure("invalid-option", { where: "list", option, problem });
}
