/** What `testKit` takes, checked. */
import type { DefaultSettings, GuardMode, OpenOptions } from "../../engine/open-options.ts";
import type { Plugin } from "../../engine/plugins.ts";
import { failure } from "../../model/errors.ts";
import type { ValueCodec } from "../../model/value/encryption.ts";
import type { ErrorClass } from "../../model/value/error-reader.ts";
import type { AnyTask } from "../../operations/task.ts";
import type { AnyWorkflow } from "../../operations/workflow.ts";

/** What a test kit is made of; what has no comment is as for `Stepwell.open`. */
export interface TestKitOptions {
  /** Those that the test starts. Those that they call are found by themselves. */
  readonly workflows?: readonly AnyWorkflow[];
  readonly tasks?: readonly AnyTask[];
  readonly guard?: GuardMode;
  readonly defaults?: DefaultSettings;
  readonly plugins?: readonly Plugin[];
  readonly errors?: readonly ErrorClass[];
  readonly codec?: ValueCodec;
  readonly log?: (text: string, error?: unknown) => void;
  /** Of all chance: the same seed gives the same uuids and jitter. A whole number; default 1. */
  readonly seed?: number;
  /** What the clock shows at first. Default 2026-01-01T00:00:00Z. */
  readonly startAt?: Date;
  /** After so many waits without an end a run is taken for one that never ends. Default 10,000. */
  readonly maxWaits?: number;
}

export interface KitSettings {
  readonly seed: number;
  readonly startAt: number;
  readonly maxWaits: number;
  readonly open: Omit<OpenOptions, "store" | "host">;
}

const where = "testKit";
const known: ReadonlySet<string> = new Set([
  "workflows",
  "tasks",
  "guard",
  "defaults",
  "plugins",
  "errors",
  "codec",
  "log",
  "seed",
  "startAt",
  "maxWaits",
]);
const firstOf2026 = 1_767_225_600_000;

/** @throws invalid-option; what belongs to the engine is checked when that is opened */
export function checkKitOptions(options: TestKitOptions): KitSettings {
  if (typeof options !== "object" || options === null) throw invalid("options", "must be an object");
  for (const name of Object.keys(options))
    if (!known.has(name)) throw invalid(name, `is unknown; known are ${[...known].join(", ")}`);
  const { seed = 1, startAt = new Date(firstOf2026), maxWaits = 10_000, ...open } = options;
  if (!Number.isSafeInteger(seed)) throw invalid("seed", "must be a whole number");
  if (!(startAt instanceof Date) || Number.isNaN(startAt.getTime())) throw invalid("startAt", "must be a valid Date");
  if (!Number.isSafeInteger(maxWaits) || maxWaits < 1) throw invalid("maxWaits", "must be a whole number from 1");
  return { seed, startAt: startAt.getTime(), maxWaits, open };
}

function invalid(option: string, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
