/** What displays are told of a run's jobs. It is recorded: whoever reads the journal, then or later, is told the same. */
import { type PartNews, partKey, partsKey, type RunPart } from "@stepwell/core";
import type { Job } from "../definition/job.ts";
import { type Course, isOver } from "./course.ts";
import { journalName } from "./names.ts";
import type { JobRecord } from "./records.ts";
import { workspaceStep } from "./workspace.ts";

export function noteJobs({ wf }: Course, jobs: readonly Job[]): void {
  const parts = jobs.map(({ id, needs, stages }): RunPart => {
    const last = stages.at(-1);
    const names = { name: journalName(id), after: needs.map(journalName), aside: [workspaceStep] };
    return last === undefined ? names : { ...names, last: journalName(last.id) };
  });
  wf.set(partsKey, parts);
}

export function noteLegs(course: Course, { id }: Job, legs: number): void {
  news(course, { part: journalName(id), legs });
}

/** So many are named; that others have failed too is told by their number. */
const namedLegs = 20;

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
