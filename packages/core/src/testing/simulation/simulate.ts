/**
 * One history, from its plan to its judgement: the whole shipped engine, several times, on one store, with nothing
 * replaced but the clock, the scheduler and the way between a process and its store. The same plan gives the same
 * history, to the last entry.
 */
import { limits } from "../../model/limits.ts";
import type { RunRow } from "../../store/port.ts";
import { Chance } from "./chance.ts";
import { Deeds } from "./deeds.ts";
import { judge } from "./judge.ts";
import { judgeGone } from "./judge-gone.ts";
import { judgeRest } from "./judge-rest.ts";
import { type Act, type Flow, nodesOf, type Plan } from "./plan.ts";
import { signalNames } from "./program.ts";
import { resumeQueues } from "./shared-things.ts";
import type { Process } from "./world.ts";
import { World } from "./world.ts";

/** What came of a history. */
export interface Verdict {
  /** What must never happen and did; empty where all is well. */
  readonly violations: readonly string[];
  /** Things that happened, one at a time. */
  readonly events: number;
  /** Entries of all journals. */
  readonly entries: number;
  /** The same for histories in which the same happened. */
  readonly hash: string;
}

export async function simulate(plan: Plan): Promise<Verdict> {
  const world = new World(plan);
  const deeds = new Deeds(world, new Chance(plan.seed, "deeds"));
  let hash = "";
  try {
    await world.open();
    deeds.plan(plan.deeds);
    await world.passes(Math.max(0, ...plan.deeds.map(({ at }) => at)) + 1);
    await comeToRest(world, deeds);
    await helpToTheEnd(world, deeds);
    if (world.offences.size === 0) await judgeGone(world);
    // A world that is out of joint has nothing more to say.
    if (world.offences.size === 0) hash = await judge(world, deeds);
  } catch (error) {
    world.offences.add(`the history broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { events } = world;
  await deeds.transfers.close();
  await tidyUp(world).catch((error: unknown) => world.offences.add(`it could not be tidied up: ${String(error)}`));
  const { offences, ledger } = world;
  return { violations: [...offences], events, entries: ledger.entries, hash: `${world.hash.toString(36)}-${hash}` };
}

/** What comes as late as that comes of a clock that has jumped, ms. */
const farMs = 60_000;

/** Once no fault comes any more, every run goes on by itself as far as it can (invariant 26). */
async function comeToRest(world: World, deeds: Deeds): Promise<void> {
  await world.heal();
  // A process that dies, or is closed, is followed by another; all of them at once would leave nobody.
  await world.passes(700);
  await resumeQueues(world, world);
  if (world.living.length === 0) world.spawn();
  for (const deed of world.plan.deeds)
    if (deed.do === "start" && world.ledger.find(deed.id, 1) === undefined)
      await world.settled(deeds.start({ ...deed, delayMs: 0 }).catch(() => {}));
  await goOn(world);
}

/** Until nothing moves any more. */
async function goOn(world: World): Promise<void> {
  let entries: number | undefined;
  for (let quietMs = 0; ; quietMs += 200) {
    if (world.ledger.entries !== entries) {
      // Something moves: what is still to be done is looked at when nothing does.
      ({ entries } = world.ledger);
      quietMs = 0;
      await world.passes(200);
      if (world.ledger.entries !== entries && world.offences.size === 0) continue;
    }
    const open = await world.database.openRuns.read(world.store);
    const moving = open.filter((row) => mayMove(row, world.clockwork.now()));
    if (moving.length === 0 || world.offences.size > 0) {
      await judgeRest(world, open);
      return;
    }
    // Who has seen the clock jump believes in nobody's death for a lease.
    if (quietMs > 2 * limits.leaseMs + 2_000) {
      for (const { id, status, owner, inLine } of moving)
        world.offences.add(`run ${id} stays ${status} (owner ${owner}, in line for ${inLine})`);
      return;
    }
    await world.passes(200);
  }
}

/** Nothing but the engine has to do something. */
function mayMove(row: RunRow, now: number): boolean {
  if (row.status === "running") return true;
  // Who waits for a rate is next when the time has come.
  if (row.status === "pending")
    return row.availableAt <= now && (row.inLine === undefined || row.inLine.startsWith("rate:"));
  return row.status === "waiting" && row.wakeAt !== undefined && row.wakeAt <= now;
}

/** People see to what waits for them, until every run has ended. */
async function helpToTheEnd(world: World, deeds: Deeds): Promise<void> {
  const wanted = new Map(world.plan.flows.map((flow) => [flow.name, wishesOf(flow)]));
  let { entries } = world.ledger;
  for (let [round, idle] = [0, 0]; idle < 40; round++, idle++) {
    const open = await world.database.openRuns.read(world.store);
    if (entries !== world.ledger.entries) idle = 0;
    entries = world.ledger.entries;
    // What has gone wrong may never end.
    if (open.length === 0 || world.offences.size > 0) return;
    for (const { id, status, wakeAt, workflow, why } of open) {
      const handle = world.client.engine?.handle(id);
      const waits = status === "waiting" && (wakeAt ?? Infinity) > world.clockwork.now() + farMs;
      if (status === "paused" || status === "blocked")
        await world.settled((handle?.resume() ?? never()).catch(() => {}));
      else if (waits && round % 2 === 1 && !onlyForAnother(why))
        await help(world, deeds, { id, wants: wanted.get(workflow) ?? new Set(), round });
    }
    await world.passes(idle < 20 ? 200 : 2_000);
    await goOn(world);
  }
  for (const row of await world.database.openRuns.read(world.store))
    world.offences.add(`run ${row.id} never ends: it is ${row.status}: ${row.why}`);
}

/** Nothing helps a run that waits for the end of its child alone. */
function onlyForAnother(why: string | undefined): boolean {
  return /^waits for call "[^"]*"$/.test(why ?? "");
}

/** What people may have to do for its runs. */
function wishesOf(flow: Flow): ReadonlySet<string> {
  return new Set([...nodesOf(flow)].map((part) => (part.is === "step" && part.asks ? "decide" : part.is)));
}

interface Helped {
  readonly id: string;
  readonly wants: ReadonlySet<string>;
  readonly round: number;
}

const acts: readonly Act[] = ["complete", "retry", "skip", "fail"];

/** Gives a run what its code waits for. */
async function help(world: World, { people, operators }: Deeds, { id, wants, round }: Helped): Promise<void> {
  if (wants.has("receive")) for (const name of signalNames) await world.settled(people.signal({ id, name }));
  if (wants.has("ask")) await world.settled(people.answer(id));
  if (wants.has("callback")) await world.settled(people.complete(id, { forged: false, most: 100 }));
  if (wants.has("decide")) await world.settled(operators.decide(id, acts[Math.floor(round / 2) % acts.length] as Act));
}

function never(): Promise<never> {
  return new Promise(() => {});
}

/** Also those that are dead give back what this process still has of them. */
async function tidyUp(world: World): Promise<void> {
  const { clockwork, processes, client } = world;
  await world.heal();
  world.events = 0;
  for (const process of [...processes, client]) {
    if (process.actor.dead) {
      process.edge.bury();
      clockwork.wake(process.actor);
    }
    const ended = bury(process);
    let over = false;
    void ended.finally(() => {
      over = true;
    });
    const limit = clockwork.elapsed + 120_000;
    await world.until(() => over || clockwork.elapsed > limit);
    if (!over) world.offences.add(`process ${process.actor.number} could not be closed`);
  }
  await world.store?.close();
  world.database.close();
}

async function bury(process: Process): Promise<void> {
  await process.opened.catch(() => {});
  await (process.closing ?? process.engine?.close({ graceMs: 0 }))?.catch(() => {});
}
