import { describe, expect, it } from "vitest";
import type { JournalEntry } from "../engine/journal.ts";
import { isFinished } from "../model/run-state.ts";
import { workflow } from "../operations/workflow.ts";
import { Chaos, chaosRuns as runs } from "./chaos.ts";
import { expectedOf } from "./chaos-flow.ts";
import { checkStore } from "./invariants.ts";
import { passMs, passTime, quiet } from "./virtual-time.ts";

// One seed, one history: processes that die, stores that fail, people who ask for this and that. Once the faults
// stop, every run comes to its end, and the store is whole (invariants 1 to 8, 18, 26).

const seeds = Number(process.env.STEPWELL_SEEDS ?? 25);
const first = Number(process.env.STEPWELL_SEED ?? 1);

async function history(seed: number): Promise<void> {
  const chaos = new Chaos(seed);
  const { host, random } = chaos;
  const flow = workflow("flow", (_, n: number) => n);
  const store = await chaos.look();
  const client = await chaos.client();
  await chaos.spawn();
  await chaos.spawn();
  for (let n = 0; n < runs; n++) await passTime(host, client.start(flow, n, { id: `r${n}`, delay: random(3) * 500 }));
  const events = 2 + random(40);
  for (let n = 0; n < events; n++) {
    await chaos.event(client, store);
    await passMs(host, random(200));
  }
  chaos.faulty = false;
  // Nobody asks for anything now: by itself every run ends or stays where a person has put it.
  await passMs(host, 60_000);
  const left = (await client.list({ status: ["pending", "running", "waiting"] })).items;
  expect(
    left.map(({ id, status }) => `${id} ${status}`),
    `seed ${seed}`,
  ).toEqual([]);
  chaos.paused.clear();
  for (let n = 0; n < runs; n++) await passTime(host, client.handle(`r${n}`).resume());
  await passMs(host, 60_000);
  expect(chaos.offences, `seed ${seed}`).toEqual([]);
  for (let n = 0; n < runs; n++) {
    const status = await client.handle(`r${n}`).status();
    expect(isFinished(status.status), `seed ${seed}: r${n} is ${status.status}: ${status.why}`).toBe(true);
    if (status.status === "completed") expect(status.output, `seed ${seed}: r${n}`).toBe(expectedOf(n));
    else expect(status.status, `seed ${seed}: r${n}: ${status.why}`).toBe("cancelled");
    checkDealings(await client.handle(`r${n}`).journal(), {
      where: `seed ${seed}: r${n}`,
      undone: status.status === "cancelled" && !chaos.killed.has(`r${n}`),
    });
  }
  // A parent's end takes its children along.
  const children = (await client.list({ workflow: "child" })).items;
  for (const { id, status } of children) expect(isFinished(status), `seed ${seed}: ${id} is ${status}`).toBe(true);
  await quiet(host);
  await checkStore(store);
}

/** No message was received twice; all that was done is undone once, newest first, exactly if the run was cancelled. */
function checkDealings(
  journal: readonly JournalEntry[],
  { where, undone }: { readonly where: string; readonly undone: boolean },
): void {
  const hints = journal.filter(({ kind, op }) => kind === "signal" && op.startsWith("receive~hint"));
  expect(new Set(hints.map(({ value }) => value)).size, where).toBe(hints.length);
  expect(journal.filter(({ kind }) => kind === "child").length, where).toBeLessThanOrEqual(1);
  const undoing = journal.filter(({ kind, op }) => kind === "step" && op.startsWith("compensate/")).map(({ op }) => op);
  const began = journal.findIndex(({ kind }) => kind === "undo");
  const done = journal.slice(0, began === -1 ? 0 : began).filter(({ kind }) => kind.startsWith("step"));
  const registered = ["a", "b"].filter((name) => done.some(({ op }) => op === name));
  if (undone) expect(undoing, where).toEqual(registered.toReversed().map((name) => `compensate/${name}`));
}

describe("whatever happens on the way", () => {
  it.each(Array.from({ length: seeds }, (_, n) => first + n))("every run comes to its end (seed %d)", history, 30_000);
});
