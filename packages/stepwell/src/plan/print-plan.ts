/** A plan as text. */
import { formatNumber } from "@stepwell/core";
import {
  type Deployed,
  type Missing,
  type Plan,
  type PlannedJob,
  type PlannedLegs,
  type Problem,
  renderProblems,
} from "@stepwell/declarative";
import type { Output } from "../output.ts";
import { endMark, signOf } from "../terminal/glyphs.ts";
import { plainText } from "../terminal/sanitise.ts";
import type { Screen } from "../terminal/screen.ts";
import { type Line, span } from "../terminal/spans.ts";
import { table } from "../terminal/table.ts";
import { differenceLines, movedTaskLines } from "./difference-lines.ts";
import { jobTree } from "./job-tree.ts";
import { timeInZone } from "./time-in-zone.ts";

interface Printed {
  readonly plan: Plan;
  readonly warnings: readonly Problem[];
  /** As the person named it. */
  readonly target: string;
}

/** Where there are more legs, some are shown and the others counted. */
const mostLegs = 20;
const someLegs = 5;
const mostStages = 20;

export function printPlan({ plan, warnings, target }: Printed, { result, progress, quiet }: Output): void {
  result.line([span(plainText(plan.workflow), "strong"), span(`  ${plainText(plan.at)}`, "idle")]);
  if (plan.desc !== undefined) result.sentence(`  ${plainText(plan.desc)}`, "idle");
  printParams(plan, result);
  printJobs(plan, result);
  printStarts(plan, result);
  printDeployed(plan.deployed, result);
  if (warnings.length > 0) section(result, "warnings");
  for (const text of warnings.length > 0 ? renderProblems(warnings).split("\n") : [])
    result.line([span(plainText(`  ${text}`))]);
  if (plan.missing.length > 0) printMissing(plan.missing, result);
  else if (!quiet) progress.sentence(plainText(`nothing is missing: stepwell run ${target}`), "strong");
}

function section(screen: Screen, title: string, more = ""): void {
  screen.line([]);
  screen.line([span(title, "strong"), span(more, "idle")]);
}

function printParams({ params }: Plan, screen: Screen): void {
  if (params.length === 0) return;
  section(screen, "params");
  const rows = params.map(({ name, type, value, from }) => [
    { text: `  ${plainText(name)}` },
    { text: value === undefined ? "-" : plainText(typeof value === "string" ? value : JSON.stringify(value)) },
    {
      text: from === "none" ? `${type}, not given` : `${type}, ${from}`,
      tone: from === "none" ? "bad" : "idle",
    } as const,
  ]);
  const columns = screen.stream.isTerminal ? screen.columns() : Number.POSITIVE_INFINITY;
  for (const line of table(rows, { columns, end: endMark(screen.appearance), whole: [0] })) screen.line(line);
}

function printJobs({ jobs, maxParallel }: Plan, screen: Screen): void {
  const most = maxParallel === undefined ? "" : `, ${formatNumber(maxParallel)} at a time`;
  section(screen, "jobs", `  ${formatNumber(jobs.length)}${most}`);
  for (const { job, branch, below, also } of jobTree(jobs, { marks: screen.appearance.glyphs })) {
    const facts = [
      job.legs === undefined ? "" : legsText(job.legs),
      job.runsOn === undefined ? "" : `on ${job.runsOn}`,
      also.length === 0 ? "" : `after ${also.join(", ")} too`,
      job.triggerRule === undefined ? "" : job.triggerRule,
      job.if === undefined ? "" : `if ${job.if}`,
    ];
    const said = facts.filter((fact) => fact !== "").join(" · ");
    screen.line([
      span(`  ${branch}`, "idle"),
      span(plainText(job.id), "strong"),
      span(said === "" ? "" : `  ${plainText(said)}`),
    ]);
    screen.line([span(`  ${below}  `, "idle"), span(plainText(stagesText(job)), "idle")]);
    for (const line of legLines(job.legs, screen)) screen.line([span(`  ${below}  `, "idle"), ...line]);
  }
}

function legsText(legs: PlannedLegs): string {
  if (!legs.known) return `legs from ${legs.from.join(", ")}`;
  return legs.ids.length === 1 ? "1 leg" : `${formatNumber(legs.ids.length)} legs`;
}

function legLines(legs: PlannedLegs | undefined, { appearance }: Screen): Line[] {
  if (legs?.known !== true) return [];
  const shown = (legs.ids.length > mostLegs ? legs.ids.slice(0, someLegs) : legs.ids).map((id) => [
    signOf("pending", appearance),
    span(` ${plainText(id)}`),
  ]);
  const more = legs.ids.length - shown.length;
  return more === 0 ? shown : [...shown, [span(`  ${formatNumber(more)} more`, "idle")]];
}

function stagesText({ stages }: PlannedJob): string {
  const shown = stages.slice(0, mostStages).map(({ id, type, below }) => {
    const facts = [id === type ? "" : type, below === 0 ? "" : `${formatNumber(below)} below`];
    const said = facts.filter((fact) => fact !== "").join(", ");
    return said === "" ? id : `${id} (${said})`;
  });
  const more = stages.length - shown.length;
  return [...shown, ...(more === 0 ? [] : [`${formatNumber(more)} more`])].join(", ");
}

function printStarts({ schedules, triggers }: Plan, screen: Screen): void {
  if (schedules.length === 0 && triggers.length === 0) return;
  section(screen, "starts");
  for (const trigger of triggers) screen.line([span(plainText(`  ${trigger}`))]);
  for (const { cron, timezone, next } of schedules) {
    screen.line([span(plainText(`  ${cron}`)), span(`  ${timezone}`, "idle")]);
    for (const time of next) screen.line([span(`    ${timeInZone(new Date(time), timezone)}`)]);
    if (next.length === 0) screen.line([span("    never again", "attention")]);
  }
}

function printDeployed(deployed: Deployed, screen: Screen): void {
  if (deployed.state === "unknown") return;
  const version = deployed.state === "new" ? "" : `  version ${deployed.version}`;
  const said = { new: "  not yet", same: `${version}, as here`, changed: `${version}; here it differs` };
  section(screen, "deployed", said[deployed.state]);
  if (deployed.state !== "changed") return;
  for (const line of differenceLines(deployed.differences)) screen.line([span("  "), ...line]);
  for (const line of movedTaskLines(deployed.movedTasks)) screen.line([span("  "), ...line]);
}

function printMissing(missing: readonly Missing[], screen: Screen): void {
  section(screen, "missing");
  for (const { problem, cure, at } of missing) {
    screen.line([
      span("  "),
      signOf("failed", screen.appearance),
      span(` ${plainText(problem)}`),
      span(at === "" ? "" : `  ${plainText(at)}`, "idle"),
    ]);
    screen.line([span(plainText(`      ${cure}`), "idle")]);
  }
}
