/** What `limits` does. */
import { formatNumber, type LimitUse, type Stepwell } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { actionOf, nameOf } from "./action.ts";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToLook } from "./open-engine.ts";
import { wholeNumberOf } from "./run-filter.ts";
import { endMark } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { type Cell, table } from "./terminal/table.ts";

const command = "limits";

/** @returns the exit code */
export async function manageLimits(call: CommandCall): Promise<number> {
  const [word, name, units] = call.given.args;
  const action = actionOf(command, word, ["list", "set", "remove"]);
  const wanted = action === "list" ? undefined : nameOf(command, name);
  const count = action === "set" ? wholeNumberOf("<units>", units ?? "", 0) : undefined;
  const engine = await openToLook(call);
  try {
    if (wanted === undefined) print(await engine.limits.list(), call);
    else if (count !== undefined) await set(engine, { name: wanted, units: count, call });
    else return await remove(engine, wanted, call);
  } finally {
    await engine.close();
  }
  return exitCodes.completed;
}

async function set(engine: Stepwell, wish: { name: string; units: number; call: CommandCall }): Promise<void> {
  const { name, units, call } = wish;
  const before = await engine.limits.list();
  await engine.limits.set(name, units);
  say(call, { name, units }, `limit "${name}" has ${formatNumber(units)} ${units === 1 ? "unit" : "units"}`);
  const { output } = call;
  if (!output.json && !output.quiet && !before.some((one) => one.kind === "limit" && one.name === name))
    output.progress.sentence(plainText(unusedNote(name, before)), "idle");
}

/** Of one that is new no run can have asked: a start that names a limit which nobody has set is refused. */
function unusedNote(name: string, uses: readonly LimitUse[]): string {
  const known = [...new Set(uses.flatMap((one) => (one.kind === "limit" ? [one.name] : [])))];
  const nearest = nearestName(name, known);
  if (nearest !== "") return `it is new, and no run needs it yet; did you mean "${nearest}"?`;
  if (uses.some((one) => one.kind === "workflow" && one.name === name))
    return `it is new, and no run needs it yet: how many runs of workflow "${name}" go on at a time, its concurrency says`;
  return `it is new, and no run needs it yet: a workflow does that says limits: [{ name: "${name}" }]`;
}

async function remove(engine: Stepwell, name: string, call: CommandCall): Promise<number> {
  const removed = await engine.limits.remove(name);
  say(call, { name, removed }, removed ? `limit "${name}" is removed` : `there is no limit "${name}"`);
  return removed ? exitCodes.completed : exitCodes.notFound;
}

function say({ output }: CommandCall, facts: object, text: string): void {
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, ...facts })}\n`);
  else if (!output.quiet) output.result.line([span(plainText(text))]);
}

function print(uses: readonly LimitUse[], { output }: CommandCall): void {
  const { result, json, quiet, progress } = output;
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, items: uses, next: null })}\n`);
    return;
  }
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  const rows = uses.map(rowOf);
  for (const line of table(rows, { columns, end: endMark(result.appearance), whole: [] })) result.line(line);
  if (uses.length === 0 && !quiet)
    progress.sentence("no limits are set, and nothing is held: stepwell limits set <name> <units>", "idle");
}

function rowOf({ kind, name, key, capacity, used, waiting, holders }: LimitUse): Cell[] {
  const of = capacity === undefined ? "" : ` of ${formatNumber(capacity)}`;
  return [
    { text: kind, tone: "idle" },
    { text: plainText(name) },
    { text: plainText(key ?? "") },
    { text: `${formatNumber(used)}${of} ${kind === "rate" ? "begun" : "held"}` },
    { text: waiting === 0 ? "" : `${formatNumber(waiting)} waiting` },
    { text: plainText(holders.join(", ")), tone: "idle" },
  ];
}
