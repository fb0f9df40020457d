/** What `engine.start` takes, checked and turned into the row of a run. */

import type { Host } from "../host/port.ts";
import { behavioursNow } from "../model/behaviours.ts";
import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";
import { newRunId } from "../model/run-id.ts";
import { validate } from "../model/schema.ts";
import { checkName, checkRunId } from "../model/step-name.ts";
import { sharingOf } from "../operations/sharing-options.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { OnExisting, StartRow } from "../store/port.ts";

/** How a run is started; all of it may be left out. */
export interface StartOptions {
  /** 1 to 255 code points, unique per namespace; starting it again is idempotent. Default: a new one, ordered by time. */
  readonly id?: string;
  /** What to do when the id exists with the same workflow and input. Default "return": give that run. */
  readonly onExisting?: OnExisting;
  /**
   * The generation that a restart takes the place of: of several that want it, one has its way, and the others are refused
   * with run-exists. Default: the newest.
   */
  readonly instead?: number;
  /** Not before this much later. */
  readonly delay?: Duration;
  /** Not before this instant. */
  readonly at?: Date;
  /** Ends as cancelled unless it has begun this long after it could have started. Default: it waits as long as it takes. */
  readonly expiresIn?: Duration;
  /** Larger ones are taken first. Default 0. */
  readonly priority?: number;
  /** For lists. */
  readonly tags?: readonly string[];
  /** Of work, from the first claim; instead of the workflow's own. */
  readonly timeout?: Duration;
  /** How large the input may be, bytes, up to 64 MiB. Default: `defaults.valueBytes`. */
  readonly inputBytes?: number;
}

const known: ReadonlySet<string> = new Set([
  "id",
  "onExisting",
  "instead",
  "delay",
  "at",
  "expiresIn",
  "priority",
  "tags",
  "timeout",
  "inputBytes",
]);
const policies: ReadonlySet<string> = new Set<OnExisting>(["return", "reject", "restart-if-failed", "restart"]);

/** What a row is made with. */
export interface StartDeps {
  readonly host: Host;
  readonly encode: (value: unknown, where: string, limitBytes?: number) => string;
  readonly seedFor?: ((id: string) => string) | undefined;
  /** The build that is here, where runs of the queue are executed. */
  readonly buildFor?: (queue: string) => string | undefined;
}

/** @throws invalid-option, invalid-duration, invalid-name, schema-mismatch, unserialisable-value, value-too-large */
export async function startRow(
  workflow: AnyWorkflow,
  wanted: { readonly input: unknown; readonly options: StartOptions },
  deps: StartDeps,
): Promise<Omit<StartRow, "claimNow">> {
  const { host, encode, buildFor } = deps;
  const where = `start of workflow "${workflow.name}"`;
  const options = checkOptions(wanted.options, where);
  const checked =
    workflow.input === undefined
      ? wanted.input
      : await validate(workflow.input, wanted.input, `the input of workflow "${workflow.name}"`);
  const now = host.now();
  const from = availableAt(options, now, where);
  const { expiresIn } = options;
  const id = options.id === undefined ? newRunId(now, host.randomBytes(8)) : checkRunId(options.id);
  return {
    id,
    workflow: workflow.name,
    onExisting: options.onExisting ?? "return",
    instead: options.instead,
    input: encode(checked, `the input of workflow "${workflow.name}"`, options.inputBytes),
    seed: deps.seedFor?.(id) ?? Buffer.from(host.randomBytes(16)).toString("hex"),
    behaviours: behavioursNow,
    module: workflow.place.module,
    queue: workflow.queue,
    priority: options.priority ?? 0,
    tags: options.tags ?? [],
    createdAt: now,
    lineage: undefined,
    availableAt: from,
    expiresAt: expiresIn === undefined ? undefined : from + toMs(expiresIn, `${where}, expiresIn`),
    sharing: sharingOf(workflow, checked),
    pin: workflow.versioning === "pinned" ? { build: buildFor?.(workflow.queue) } : undefined,
    timeoutMs: options.timeout === undefined ? workflow.timeoutMs : toMs(options.timeout, `${where}, timeout`),
  };
}

function availableAt(options: StartOptions, now: number, where: string): number {
  if (options.delay !== undefined && options.at !== undefined)
    throw failure("invalid-option", { where, option: "at", problem: "cannot be given together with delay" });
  if (options.delay !== undefined) return now + toMs(options.delay, `${where}, delay`);
  if (options.at === undefined) return now;
  const at = isDate(options.at) ? options.at.getTime() : Number.NaN;
  if (Number.isNaN(at)) throw failure("invalid-option", { where, option: "at", problem: "must be a valid Date" });
  return at;
}

function checkOptions(given: StartOptions, where: string): StartOptions {
  const options = readOptions(given, known, { where });
  const { onExisting, instead, priority, tags, inputBytes } = options;
  const fits = inputBytes === undefined || (Number.isSafeInteger(inputBytes) && inputBytes <= limits.valueMostBytes);
  if (!fits || (inputBytes ?? 1) < 1)
    throw failure("invalid-option", {
      where,
      option: "inputBytes",
      problem: `must be a whole number from 1 to ${limits.valueMostBytes}`,
    });
  if (onExisting !== undefined && !policies.has(onExisting))
    throw failure("invalid-option", {
      where,
      option: "onExisting",
      problem: `must be one of ${[...policies].join(", ")}`,
    });
  if (instead !== undefined && (!Number.isSafeInteger(instead) || !onExisting?.startsWith("restart")))
    throw failure("invalid-option", {
      where,
      option: "instead",
      problem: "must be the number of a generation, together with onExisting: restart or restart-if-failed",
    });
  if (priority !== undefined && !Number.isSafeInteger(priority))
    throw failure("invalid-option", { where, option: "priority", problem: "must be a whole number" });
  if (tags !== undefined) {
    if (!Array.isArray(tags))
      throw failure("invalid-option", { where, option: "tags", problem: "must be an array of strings" });
    for (const tag of tags) checkName("tag", tag);
  }
  return options;
}
