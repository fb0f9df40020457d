/** What displays are told of a run's jobs. It is recorded: whoever reads the journal, then or later, is told the same. */
import { type KeptPart, type PartNews, partKey, partsKey, type RunPart } from "@stepwell/core";
import type { Job } from "../definition/job.ts";
import { type Course, isOver } from "./course.ts";
import type { Leg } from "./legs.ts";
import { journalName } from "./names.ts";
import type { JobRecord } from "./records.ts";
import { goesOnFrom, workspaceStep } from "./workspace.ts";

/** So many legs are named; that others have failed or are kept is told by their number. */
const namedLegs = 20;

/** All of them, those that an earlier run has done too. */
export function noteJobs(course: Course, jobs: readonly Job[]): void {
  const parts = jobs.map((job): RunPart => {
    const { id, needs, stages } = job;
    const last = stages.at(-1);
    const names = { name: journalName(id), after: needs.map(journalName), aside: [workspaceStep] };
    const kept = keptOf(course, job);
    return {
      ...names,
      ...(last === undefined ? {} : { last: journalName(last.id) }),
      ...(kept === undefined ? {} : { kept }),
    };
  });
  course.wf.set(partsKey, parts);
}

/** Legs that are kept are told of when it is known which ones there are. */
function keptOf(course: Course, job: Job): KeptPart | undefined {
  const { kept, keptParts } = course.input;
  const record = kept?.[job.id];
  if (record?.status === "SKIP") return { ended: "skipped", why: record.info.reason ?? "" };
  if (record?.strategies !== undefined) return { ended: "done", legs: Object.keys(record.strategies).length };
  if (record !== undefined) return { ended: "done" };
  const stages = keptParts?.[job.id]?.stages?.[""];
  if (stages === undefined || !goesOnFrom(course, job, stages.workspace)) return undefined;
  return { names: Object.keys(stages.records).map(journalName) };
}

export function noteLegs(course: Course, { id }: Job, legs: readonly Leg[]): void {
  const before = course.input.keptParts?.[id]?.legs ?? {};
  const kept = legs.filter((leg) => Object.hasOwn(before, leg.id));
  const told = { part: journalName(id), legs: legs.length };
  const names = kept.slice(0, namedLegs).map((leg) => journalName(leg.id));
  news(course, kept.length === 0 ? told : { ...told, kept: { legs: kept.length, names } });
}

export function noteEnd(course: Course, { id }: Job, { status, info, errors, strategies = {} }: JobRecord): void {
  const part = journalName(id);
  const failed = Object.entries(strategies).filter((leg) => leg[1].status === "FAILED");
  for (const [leg, record] of failed.slice(0, namedLegs))
    news(course, { part, leg: journalName(leg), ended: "failed", why: record.errors[0]?.message ?? "" });
  const legs = failed.length === 0 ? {} : { failed: failed.length };
  if (status === "SKIP") news(course, { part, ended: "skipped", why: info.reason ?? "" });
  else if (status === "FAILED" && info.continued !== true)
    news(course, { part, ended: "failed", why: errors[0]?.message ?? "", ...legs });
  else if (status !== "CANCEL") news(course, { part, ended: "done", ...legs });
}

/** A run that is over takes no more notes; it says itself what it has come to. */
function news(course: Course, told: PartNews): void {
  if (!isOver(course)) course.wf.set(partKey, told);
}
