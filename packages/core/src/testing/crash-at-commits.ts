/**
 * Executes a scenario once undisturbed, then again and again with a crash before and after each commit in turn, and
 * each time lets another process carry it to its end.
 */
import type { Stepwell } from "../engine/engine.ts";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import { assert } from "../model/assert.ts";
import type { AnyTask } from "../operations/task.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store } from "../store/port.ts";
import { checkStore } from "./invariants.ts";
import { Machine } from "./mortal-process.ts";
import { look, openEngine } from "./open-engine.ts";
import { passTime } from "./virtual-time.ts";

export interface Scenario<T> {
  /** Made anew for each time, so that what bodies count begins at nothing. */
  readonly workflows: (note: (effect: string) => void) => readonly AnyWorkflow[];
  readonly tasks?: () => readonly AnyTask[];
  /**
   * What people do, from the beginning to the end, and what they see. Done again from the beginning by the process
   * that follows a crash: starts need an id, signals a key.
   */
  readonly drive: (engine: Stepwell, host: VirtualHost) => Promise<T>;
}

export interface Outcome<T> {
  readonly result: T;
  /** Effects of bodies, in order; a body that a crash cut off has had its effect all the same. */
  readonly effects: readonly string[];
}

/** @param check compares each history with the undisturbed one. @returns how many crashes there were */
export async function crashAtEveryCommit<T>(
  scenario: Scenario<T>,
  check: (outcome: Outcome<T>, undisturbed: Outcome<T>, where: string) => void,
): Promise<number> {
  const undisturbed = await once(scenario, Infinity);
  let crashes = 0;
  for (let point = 1; point <= undisturbed.points; point++) {
    const outcome = await once(scenario, point);
    check(outcome, undisturbed, `crash at commit point ${point} of ${undisturbed.points}`);
    crashes++;
  }
  return crashes;
}

async function once<T>(scenario: Scenario<T>, dieAt: number): Promise<Outcome<T> & { readonly points: number }> {
  const provider = memory();
  const base = virtualHost({ seed: 7 });
  const machine = new Machine(provider, base);
  const effects: string[] = [];
  let points = 0;
  const first = machine.process();
  const died = Promise.withResolvers<"died">();
  const host = {
    ...first.parts.host,
    point: (name: string) => {
      if (!name.startsWith("commit:") || ++points !== dieAt) return;
      first.kill();
      died.resolve("died");
    },
  };
  const workflows = scenario.workflows((effect) => effects.push(effect));
  const tasks = scenario.tasks?.() ?? [];
  const engine = await openEngine({ store: first.parts.store, host, workflows, tasks });
  const going = scenario.drive(engine, base);
  going.catch(() => {});
  const ended = await passTime(base, Promise.race([going.then((result) => ({ result })), died.promise]));
  if (ended !== "died") {
    await finish(await look(provider));
    return { result: ended.result, effects, points };
  }
  const next = await openEngine({ ...machine.process().parts, workflows, tasks });
  const result = await passTime(base, scenario.drive(next, base));
  await finish(await look(provider));
  return { result, effects, points };
}

async function finish(store: Store): Promise<void> {
  await checkStore(store);
  const { items } = await store.list({}, { limit: 200 });
  for (const row of items) assert(row.status !== "blocked", `run ${row.id} is blocked: ${row.why}`);
}
