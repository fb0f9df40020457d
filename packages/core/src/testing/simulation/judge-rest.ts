/** Whoever waits, when all has come to rest, waits for something that can come (invariant 26). */
import type { RunRow } from "../../store/port.ts";
import { type Program, partsOf } from "./program.ts";
import type { World } from "./world.ts";

export async function judgeRest(world: World, rows: readonly RunRow[]): Promise<void> {
  for (const row of rows) {
    if (row.status !== "waiting") continue;
    const { id, why = "", wakeAt, key } = row;
    if (wakeAt === undefined && /^waits for (?:sleep|step) /.test(why))
      world.offences.add(`run ${id} ${why}, and nothing will wake it`);
    const name = /^waits for signal "(?:[^"]*\/)?(w\d+)/.exec(why)?.[1];
    if (name === undefined) continue;
    const program = world.plan.flows.find((flow) => flow.name === row.workflow)?.program;
    const signal = program && signalOf(program, name);
    const unread = (await world.store.inbox(key)).some((message) => message.name === `signal~${signal}`);
    // One that came in between has woken it.
    if (unread && (await world.store.get(key))?.status === "waiting")
      world.offences.add(`run ${id} ${why}, which is there`);
  }
}

function signalOf(program: Program, name: string): string | undefined {
  if (program.is === "receive" && program.name === name) return program.signal;
  for (const part of partsOf(program)) {
    const found = signalOf(part, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
