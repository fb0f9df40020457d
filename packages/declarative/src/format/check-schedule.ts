/** Patterns, zones and intervals of a schedule, by the package that computes with them. */
import { StepwellError } from "@stepwell/core";
import { checkCron, type IntervalOptions, intervalToCron } from "@stepwell/cron";
import type { Problem, Report } from "../diagnosis/problem.ts";
import { partOf, textOf } from "../source/locate.ts";
import type { ScalarNode, SourceNode } from "../source/node.ts";
import type { RecordSource } from "./shape.ts";

/** The schedules in words. */
export const intervals = { daily: "every day", weekly: "every week", monthly: "every month" } as const;

export function checkSchedule({ at, locate }: RecordSource, report: Report): void {
  const timezone = scalarAt(at("timezone"));
  const zone = timezone === undefined ? "UTC" : textOf(timezone);
  const pattern = scalarAt(at("cron")) ?? scalarAt(at("cronjob"));
  // That it may hold no template has been said.
  if (pattern !== undefined && textOf(pattern).includes("${{")) return;
  const found = checkCron(pattern === undefined ? "0 0 * * *" : textOf(pattern), { timezone: zone });
  for (const error of found) {
    const isZone = error.code === "invalid-time-zone";
    const node = isZone ? timezone : pattern;
    if (node === undefined) continue;
    const { at: from, length } = error.facts;
    const isPart = !isZone && typeof from === "number" && typeof length === "number";
    report(said(error, isPart && node.source !== undefined ? partOf(node, from, length) : locate(node)));
  }
  checkInterval(at, (error, node) => report(said(error, locate(node))));
}

function checkInterval(at: RecordSource["at"], refuse: (error: StepwellError, node: SourceNode) => void): void {
  const interval = scalarAt(at("interval"));
  // Of a word that is none all has been said.
  if (interval === undefined || !Object.hasOwn(intervals, textOf(interval))) return;
  try {
    intervalToCron(intervalOptions(at));
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    refuse(error, at(/\bday\b/.test(error.message) ? "day" : "time") ?? interval);
  }
}

/** What intervalToCron takes, as it stands in a schedule. */
export function intervalOptions(at: RecordSource["at"]): IntervalOptions {
  const [interval, day, time] = [scalarAt(at("interval")), scalarAt(at("day")), scalarAt(at("time"))];
  return {
    interval: (interval === undefined ? "" : textOf(interval)) as IntervalOptions["interval"],
    ...(day === undefined ? {} : { day: textOf(day) }),
    ...(time === undefined ? {} : { time: textOf(time) }),
  };
}

function scalarAt(node: SourceNode | undefined): ScalarNode | undefined {
  return node?.kind === "scalar" && node.value !== null ? node : undefined;
}

function said({ code, message, hint }: StepwellError, location: ReturnType<RecordSource["locate"]>): Problem {
  return { code, message, hint, ...location };
}
