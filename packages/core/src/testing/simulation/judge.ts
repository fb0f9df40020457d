/** What is held against a history at its end: journals, results, what code was told, and the store as a whole. */
import type { Entry } from "../../model/entry.ts";
import { decode } from "../../model/value/codec.ts";
import { inspectStore } from "../../store/check/inspect-store.ts";
import type { RunRow } from "../../store/port.ts";
import type { Deeds } from "./deeds.ts";
import type { Execution } from "./execution.ts";
import { entryOf } from "./executions.ts";
import { fold } from "./fold.ts";
import { actProblems } from "./judge-acts.ts";
import { judgeAnswers } from "./judge-answers.ts";
import { askedProblems } from "./judge-asked.ts";
import { familyProblems } from "./judge-children.ts";
import { judgeData } from "./judge-data.ts";
import { childProblems, endProblems, registeredProblems, undoingProblems } from "./judge-end.ts";
import { expiryProblems } from "./judge-expiry.ts";
import { hookChildProblems, hookProblems } from "./judge-hooks.ts";
import { limitProblems } from "./judge-limits.ts";
import { judgeLogs } from "./judge-logs.ts";
import { judgeQueries } from "./judge-queries.ts";
import { rateProblems } from "./judge-rates.ts";
import { resultProblems } from "./judge-results.ts";
import { judgeSignals } from "./judge-signals.ts";
import { judgeApart, judgeBooks, judgeShared } from "./judge-values.ts";
import { watchProblems } from "./judge-watchers.ts";
import type { KnownRun } from "./known-run.ts";
import { natureOf } from "./plan.ts";
import type { World } from "./world.ts";

/** @returns the same for histories that have left the same */
export async function judge(world: World, deeds: Deeds): Promise<string> {
  const { people, operators, watchers } = deeds;
  await closeAll(world);
  await answers(world, deeds);
  const shapes: string[] = [];
  const rows = new Map<KnownRun, RunRow>();
  for (const run of world.ledger.runs.values()) {
    if (run.gone !== undefined) {
      rows.set(run, run.gone);
      shapes.push(shapeOf(run.gone, run.entries));
      continue;
    }
    const row = await world.store.get(run.key);
    if (row === undefined) {
      world.offences.add(`run ${run.id} (generation ${run.generation}) is gone`);
      continue;
    }
    rows.set(run, row);
    const entries = await world.store.journal(run.key, 0, 100_000);
    shapes.push(shapeOf(row, entries));
    judgeJournal(world, run, entries);
  }
  const nature = natureOf(world.plan);
  const outputs = new Set([...rows.values()].map(({ output = "" }) => output));
  for (const [run, row] of rows) {
    const ofEnd = [...undoingProblems(run), ...registeredProblems(run, row), ...endProblems(run, row, nature)];
    const flow = world.plan.flows.find(({ name }) => name === run.workflow);
    for (const problem of [
      ...ofEnd,
      ...childProblems(run, outputs),
      ...hookProblems(run, row, flow),
      ...expiryProblems(run, row),
    ])
      world.offences.add(`run ${run.id} (generation ${run.generation}): ${problem}`);
  }
  judgeExecutions(world, rows);
  judgeSignals(world, people, rows);
  judgeAnswers(world, people);
  for (const problem of [...actProblems(world.ledger, operators), ...rateProblems(world)]) world.offences.add(problem);
  for (const problem of askedProblems(world, rows)) world.offences.add(problem);
  for (const problem of familyProblems(world, rows)) world.offences.add(problem);
  for (const problem of watchProblems(watchers.all, world.ledger, rows)) world.offences.add(problem);
  for (const problem of resultProblems(people, rows)) world.offences.add(problem);
  for (const problem of limitProblems(world)) world.offences.add(problem);
  for (const problem of hookChildProblems(rows.keys())) world.offences.add(problem);
  for (const problem of world.executions.beats.problems(rows.keys())) world.offences.add(problem);
  for (const problem of world.executions.overtimes.problems(rows.keys())) world.offences.add(problem);
  await judgeData(world, rows);
  await judgeLogs(world);
  for (const problem of world.ledger.queues.problems()) world.offences.add(problem);
  judgeBooks(world);
  judgeApart(world);
  judgeShared(world);
  await judgeQueries(world, rows);
  const { findings } = await inspectStore(world.store);
  for (const { about, run = "", problem } of findings) world.offences.add(`in the store: ${about} ${run}: ${problem}`);
  return fold(shapes);
}

/** After a clean shutdown nothing is owned, and nobody is registered (invariant 25). */
async function closeAll(world: World): Promise<void> {
  for (const process of world.processes) {
    if (process.actor.dead || process.engine === undefined) continue;
    process.closing ??= process.engine.close({ graceMs: 1_000 });
    try {
      await world.settled(process.closing);
    } catch (error) {
      // One that was closed while its store failed.
      if (process.closing === undefined) world.offences.add(`closing failed: ${String(error)}`);
    }
  }
}

/** Longer than any answer of a store takes, ms. */
const slowMs = 40_000;

/** Who has asked a store that was slow then hears of it only now. */
async function answers(world: World, { people, watchers }: Deeds): Promise<void> {
  const { clockwork, self } = world;
  const end = clockwork.elapsed + slowMs;
  clockwork.timer(self, slowMs, () => {});
  const asks = () => [...people.waiting, ...watchers.all.filter(({ over }) => !over)].some(({ by }) => !by.dead);
  await world.until(() => !asks() || clockwork.elapsed >= end);
}

function shapeOf({ id, generation, status, output = "" }: RunRow, entries: readonly Entry[]): string {
  const shown = entries.map(({ kind, op, at, attempt, value = "" }) => {
    return `${kind} ${op} ${at} ${attempt} ${value.replaceAll(/"stack":"[^"]*"/g, "")}`;
  });
  return [`${id} ${generation} ${status} ${output}`, ...shown].join("\n");
}

/** What has landed is there, as it was. */
function judgeJournal(world: World, run: KnownRun, entries: readonly Entry[]): void {
  const where = `run ${run.id} (generation ${run.generation})`;
  if (entries.length !== run.entries.length)
    world.offences.add(`${where} has ${entries.length} entries, and ${run.entries.length} have landed`);
  for (const [at, entry] of run.entries.entries()) {
    const kept = entries[at];
    if (kept === undefined || kept.kind !== entry.kind || kept.op !== entry.op || kept.value !== entry.value)
      world.offences.add(`${where}: entry ${entry.seq} (${entry.kind} ${entry.op}) is not as it has landed`);
  }
}

/** Every execution of a generation was told the same in the same order, as far as that was kept (invariants 11, 12). */
function judgeExecutions(world: World, rows: ReadonlyMap<KnownRun, RunRow>): void {
  const byRun = new Map<KnownRun, Execution[]>();
  for (const execution of world.executions.all) {
    const { run } = execution;
    if (run === undefined) continue;
    const others = byRun.get(run);
    if (others === undefined) byRun.set(run, [execution]);
    else others.push(execution);
  }
  for (const [run, executions] of byRun) {
    const where = `run ${run.id} (generation ${run.generation})`;
    const kept = executions.map((execution) => keptOf(world, run, execution));
    const longest = kept.reduce((a, b) => (b.length > a.length ? b : a));
    for (const told of kept) {
      const at = told.findIndex((text, n) => text !== longest[n]);
      if (at >= 0) world.offences.add(`${where}: told "${told[at]}" where another execution was told "${longest[at]}"`);
    }
    const row = rows.get(run);
    if (row?.output === undefined) continue;
    const output = decode(row.output);
    if (!executions.some((execution) => execution.output === output))
      world.offences.add(`${where} has given ${String(output)}, which none of its executions has`);
  }
}

/** Up to the last thing told that is on disk; what comes after something that is not was lost with it. */
function keptOf(world: World, run: KnownRun, execution: Execution): string[] {
  let kept = 0;
  let lost: string | undefined;
  for (const [at, told] of execution.told.entries()) {
    if (told.name === undefined) continue;
    if (entryOf(run, told, execution) === undefined) lost ??= told.text;
    else if (lost === undefined) kept = at + 1;
    else if (told.holds !== undefined)
      world.offences.add(
        `run ${run.id} (generation ${run.generation}): "${told.text}" was kept, and "${lost}", told before, was not`,
      );
  }
  return execution.told.slice(0, kept).map(({ text }) => text);
}
