/** What a release is asked for with, checked. */
import { nearestName } from "@stepwell/core/text";
import type { JobRecord } from "../interpret/records.ts";
import { type ReleaseType, type RunInput, releaseTypes } from "../interpret/run-input.ts";
import { type AuditTarget, auditInput } from "./audit-target.ts";
import type { DefinitionCalls } from "./calls.ts";
import { checkOptions, type ExecuteOptions, executeOptions, invalid, moreInput, secondsOf } from "./execute.ts";
import { jobNamed } from "./job-named.ts";
import { asWorkflowError } from "./workflow-errors.ts";

/** What may be said of a release; all of it may be left out. */
export interface ReleaseOptions extends ExecuteOptions {
  /**
   * `normal` (default): at a time of its schedules, once. `rerun`: also when it has succeeded. `force`: at any time, also
   * when it has succeeded. `event`: at any time, as often as events happen; each `runId` once. `dryrun`: looks whether it
   * could be released, and executes nothing.
   */
  readonly releaseType?: ReleaseType;
  /** Where its record goes besides the store; false: there is none. Default: the store alone, if the setting audit.enabled is true. */
  readonly audit?: AuditTarget;
  /** Under which its record is filed. Default: the name of the workflow. */
  readonly overrideLogName?: string;
  /** Jobs that are not executed: they are `SKIP`. */
  readonly excluded?: readonly string[];
  /** False: gives the result as it stands as soon as the release is on disk. Default: true, it waits for the end. */
  readonly wait?: boolean;
}

const call = "release";
const known = [...executeOptions, "releaseType", "audit", "overrideLogName", "excluded", "wait"];

export interface CheckedRelease {
  readonly type: ReleaseType;
  readonly minute: Date;
  readonly excluded: Readonly<Record<string, JobRecord>>;
  readonly audit: RunInput["audit"];
  readonly more: Partial<RunInput>;
  readonly timeoutMs: number | undefined;
}

/** @throws WorkflowError (call-invalid, unknown-job, not-a-release-time) */
export function checkRelease(calls: DefinitionCalls, date: Date, options: ReleaseOptions): CheckedRelease {
  checkOptions(call, options, known);
  const { releaseType: type = "normal", excluded = [], timeout, runId } = options;
  if (!releaseTypes.includes(type)) {
    const meant = nearestName(String(type), releaseTypes);
    throw invalid(
      call,
      "releaseType",
      `is none of ${releaseTypes.join(", ")}${meant === "" ? "" : `; did you mean ${meant}?`}`,
    );
  }
  if (runId !== undefined && (typeof runId !== "string" || runId === ""))
    throw invalid(call, "runId", "must be a text");
  if (!Array.isArray(excluded)) throw invalid(call, "excluded", "must be a list of jobs");
  const reason = "excluded from this release";
  const skipped = { status: "SKIP", info: { reason }, errors: [], outputs: {} } as const;
  return {
    type,
    minute: minuteOf(calls, date, type),
    excluded: Object.fromEntries(excluded.map((name) => [jobNamed(calls.definition, name).id, skipped])),
    audit: auditInput(calls, options),
    more: moreInput(call, options),
    timeoutMs: timeout === undefined ? undefined : secondsOf(call, timeout),
  };
}

/** What is released by schedule is released at its times; what people and events want, at any. */
function minuteOf({ triggers }: DefinitionCalls, date: Date, type: ReleaseType): Date {
  if (!(date instanceof Date) || Number.isNaN(date.getTime())) throw invalid(call, "date", "must be a valid Date");
  if (type === "force" || type === "event") return new Date(Math.floor(date.getTime() / 60_000) * 60_000);
  try {
    return triggers.releaseMinute(date);
  } catch (error) {
    throw asWorkflowError(error);
  }
}
