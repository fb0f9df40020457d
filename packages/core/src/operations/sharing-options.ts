/** What a workflow says about sharing with other runs: concurrency, rate and named limits. Checked where it is defined. */
import { caught } from "../model/caught.ts";
import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { messageOf } from "../model/run-errors.ts";
import { type Need, type OnConflict, type PlaceKind, placeOf, type Sharing } from "../model/sharing.ts";
import { checkName, checkText } from "../model/step-name.ts";

/** Runs that share a key share a place: text, or made from the input. It must give the same for the same input. */
export type ShareKey<I> = string | ((input: I) => string);

/** How many runs of the workflow may be under way at a time: from the first claim to the end. */
export interface ConcurrencyOptions<I = unknown> {
  /** Runs at a time, of each key. */
  readonly limit: number;
  /** Default: all runs of the workflow share one place. */
  readonly key?: ShareKey<I>;
  /**
   * What a start does when the place is taken. `queue` (default): waits in line, by priority, then age. `skip`: the run
   * is recorded and ends as cancelled. `replace`: those that have the place are asked to cancel, and the new one begins
   * when they have ended. `reject`: the start is refused with concurrency-conflict, and nothing is written.
   */
  readonly onConflict?: OnConflict;
  /** Default true. False, with `queue` only: the place is given back while the run waits, and taken again to go on. */
  readonly holdWhileWaiting?: boolean;
}

/** How many runs of the workflow may begin within a period that slides along. */
export interface RateLimitOptions<I = unknown> {
  /** Beginnings per period, of each key. */
  readonly limit: number;
  /** At most 10 years. */
  readonly period: Duration;
  /** Default: all runs of the workflow share one rate. */
  readonly key?: ShareKey<I>;
}

/** A named limit that runs of the workflow need units of; `engine.limits` says how many there are. */
export interface LimitNeed<I = unknown> {
  readonly name: string;
  /** Each key has all units of the limit for itself. Default: none. */
  readonly key?: ShareKey<I>;
  /** Default 1. */
  readonly units?: number;
}

/** The options of a workflow that are about sharing. */
export interface SharingOptions<I = unknown> {
  /** How many of its runs may be under way at a time. Default: any number. */
  readonly concurrency?: ConcurrencyOptions<I>;
  /** How many of its runs may begin per period. Default: any number. */
  readonly rateLimit?: RateLimitOptions<I>;
  /** Named limits that it shares with other workflows. */
  readonly limits?: readonly LimitNeed<I>[];
}

/** What runs of a workflow share, checked; undefined for a workflow that shares nothing. */
export interface WorkflowSharing<I> {
  readonly onConflict: OnConflict;
  readonly shares: readonly Share<I>[];
}

interface Share<I> extends Omit<Need, "place"> {
  readonly kind: PlaceKind;
  readonly name: string;
  readonly key: ShareKey<I> | undefined;
  /** For messages: `concurrency.key`. */
  readonly option: string;
}

const policies: ReadonlySet<string> = new Set<OnConflict>(["queue", "skip", "replace", "reject"]);

/** @throws invalid-option, invalid-duration, invalid-name */
export function checkSharing<I>(workflow: string, options: SharingOptions<I>): WorkflowSharing<I> | undefined {
  const { concurrency, rateLimit, limits: named = [] } = options;
  const list = { where: placeText(workflow), option: "limits" };
  if (!Array.isArray(named)) throw invalid(list, "must be an array of { name, key?, units? }");
  const shares = [
    ...(concurrency === undefined ? [] : [concurrencyShare(workflow, concurrency)]),
    ...(named as readonly LimitNeed<I>[]).map((need, at) => namedShare(workflow, need, at)),
    ...(rateLimit === undefined ? [] : [rateShare(workflow, rateLimit)]),
  ];
  const names = named.map((need: LimitNeed<I>) => need.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid(list, `names "${twice}" twice; give it units instead`);
  return shares.length === 0 ? undefined : { onConflict: concurrency?.onConflict ?? "queue", shares };
}

/** What one run of the workflow needs. @throws invalid-option when a key function throws or gives no usable text */
export function sharingOf<I>(
  workflow: { readonly name: string; readonly sharing: WorkflowSharing<I> | undefined },
  input: I,
): Sharing | undefined {
  const { name: of, sharing } = workflow;
  if (sharing === undefined) return undefined;
  const needs = sharing.shares.map(({ kind, name, key, option, ...need }): Need => {
    const where = `start of workflow "${of}"`;
    return { ...need, place: placeOf({ kind, name, key: keyOf({ where, option, key, input }) }) };
  });
  return { needs, onConflict: sharing.onConflict };
}

function keyOf<I>(parts: {
  where: string;
  option: string;
  key: ShareKey<I> | undefined;
  input: I;
}): string | undefined {
  const { where, option, key, input } = parts;
  if (typeof key !== "function") return key;
  let made: unknown;
  try {
    made = key(input);
  } catch (error) {
    throw failure("invalid-option", { where, option, problem: `threw: ${messageOf(error)}` }, caught(error));
  }
  if (typeof made !== "string")
    throw invalid({ where, option }, `gave ${made === null ? "null" : typeof made}, not text`);
  return checkText(`${option} of ${where}:`, made, limits.idMaxCodePoints);
}

/** An option of a workflow, for messages. */
interface Place {
  /** `workflow "order"`. */
  readonly where: string;
  /** `concurrency.limit`. */
  readonly option: string;
}

function concurrencyShare<I>(name: string, options: ConcurrencyOptions<I>): Share<I> {
  const place = { where: placeText(name), option: "concurrency" };
  refuseUnknown(place, options, ["limit", "key", "onConflict", "holdWhileWaiting"]);
  const { limit, key, onConflict = "queue", holdWhileWaiting: keep = true } = options;
  if (!policies.has(onConflict)) throw invalid(part(place, "onConflict"), `must be one of ${[...policies].join(", ")}`);
  if (typeof keep !== "boolean") throw invalid(part(place, "holdWhileWaiting"), "must be true or false");
  if (!keep && onConflict !== "queue")
    throw invalid(part(place, "holdWhileWaiting"), 'false goes with onConflict "queue" only');
  const capacity = wholeNumber(part(place, "limit"), limit);
  const share = { kind: "workflow", name, units: 1, capacity, limit: undefined, periodMs: undefined, keep } as const;
  return { ...share, ...checkedKey(part(place, "key"), key) };
}

function rateShare<I>(name: string, options: RateLimitOptions<I>): Share<I> {
  const place = { where: placeText(name), option: "rateLimit" };
  refuseUnknown(place, options, ["limit", "period", "key"]);
  const capacity = wholeNumber(part(place, "limit"), options.limit);
  const periodMs = toMs(options.period, `${place.where}, rateLimit.period`);
  if (periodMs === 0) throw invalid(part(place, "period"), "must be longer than nothing");
  const share = { kind: "rate", name, units: 1, capacity, limit: undefined, periodMs, keep: true } as const;
  return { ...share, ...checkedKey(part(place, "key"), options.key) };
}

function namedShare<I>(workflow: string, need: LimitNeed<I>, at: number): Share<I> {
  const place = { where: placeText(workflow), option: `limits[${at}]` };
  refuseUnknown(place, need, ["name", "key", "units"]);
  const name = checkName("limit", need.name);
  const units = wholeNumber(part(place, "units"), need.units ?? 1);
  const share = { kind: "limit", name, units, capacity: undefined, limit: name, periodMs: undefined } as const;
  return { ...share, keep: true, ...checkedKey(part(place, "key"), need.key) };
}

function checkedKey<I>(place: Place, key: ShareKey<I> | undefined) {
  if (typeof key === "string") checkText(`${place.option} of ${place.where}:`, key, limits.idMaxCodePoints);
  else if (key !== undefined && typeof key !== "function") throw invalid(place, "must be text or a function");
  return { key, option: place.option };
}

function refuseUnknown(place: Place, given: object, known: readonly string[]): void {
  if (typeof given !== "object" || given === null) throw invalid(place, `must be an object of ${known.join(", ")}`);
  for (const name of Object.keys(given))
    if (!known.includes(name)) throw invalid(part(place, name), `is unknown; known are ${known.join(", ")}`);
}

function wholeNumber(place: Place, value: unknown): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return value;
  throw invalid(place, "must be a whole number from 1");
}

function placeText(workflow: string): string {
  return `workflow "${workflow}"`;
}

function part({ where, option }: Place, name: string): Place {
  return { where, option: `${option}.${name}` };
}

function invalid({ where, option }: Place, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
