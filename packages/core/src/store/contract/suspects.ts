/** How claims treat runs whose workers died over them. */
import { expect, it } from "vitest";
import {
  change,
  claim,
  claimResult,
  idsOf,
  type MakeProvider,
  newDatabase,
  registerIn,
  startPending,
  t0,
  wantsAny,
} from "./bench.ts";

export function suspects(make: MakeProvider): void {
  /** Runs whose worker died twice, and one bystander. */
  async function twoSuspects() {
    const database = newDatabase(make);
    const engine = await database.engine();
    for (const id of ["s1", "s2"]) await startPending(engine.store, { id });
    for (let death = 0; death < 2; death++) {
      const victim = await database.engine();
      expect(await claim(victim)).toHaveLength(2);
      await engine.store.reap([{ key: victim.worker }], t0);
    }
    await startPending(engine.store, { id: "bystander", availableAt: t0 - 1 });
    return engine;
  }

  it("any: takes them like others", async () => {
    expect(idsOf(await claim(await twoSuspects())).sort()).toEqual(["bystander", "s1", "s2"]);
  });

  it("none: leaves them", async () => {
    expect(idsOf(await claim(await twoSuspects(), { suspects: "none" }))).toEqual(["bystander"]);
  });

  it("one: takes one of them beside the others", async () => {
    const engine = await twoSuspects();
    const first = await claim(engine, { suspects: "one" });
    expect(idsOf(first)).toHaveLength(2);
    expect(first.filter(({ row }) => row.deaths >= 2)).toHaveLength(1);
    expect(idsOf(await claim(engine, { suspects: "one" }))).toHaveLength(1);
  });

  it("alone: takes one, and nobody else; the others when there is none", async () => {
    const engine = await twoSuspects();
    expect(idsOf(await claim(engine, { suspects: "alone" }))).toEqual(["s1"]);
    expect(idsOf(await claim(engine, { suspects: "alone" }))).toEqual(["s2"]);
    expect(idsOf(await claim(engine, { suspects: "alone" }))).toEqual(["bystander"]);
  });

  it("alone: takes first who has died alone least often", async () => {
    const engine = await twoSuspects();
    const victim = await registerIn(engine.store);
    expect(idsOf(await claim({ ...engine, worker: victim }, { suspects: "alone" }))).toEqual(["s1"]);
    await engine.store.reap([{ key: victim }], t0);
    expect(idsOf(await claim(engine, { suspects: "alone" }))).toEqual(["s2"]);
  });

  it("wait: takes nobody while there is one, and says so", async () => {
    const engine = await twoSuspects();
    expect(await claimResult(engine, { suspects: "wait" })).toMatchObject({ claimed: [], heldBack: true });
    for (const _ of ["s1", "s2"]) expect(await claim(engine, { suspects: "alone" })).toHaveLength(1);
    expect(await claimResult(engine, { suspects: "wait" })).toMatchObject({
      claimed: [{ row: { id: "bystander" } }],
      heldBack: false,
    });
  });

  it("holds nobody back for a suspect that it does not serve, also when it only looks", async () => {
    const engine = await twoSuspects();
    await startPending(engine.store, { id: "elsewhere", workflow: "other" });
    const wanted = { ...wantsAny, workflows: ["other"], suspects: "wait" } as const;
    expect(idsOf(await claim(engine, wanted))).toEqual(["elsewhere"]);
    expect(await engine.store.peek(wanted, t0)).toMatchObject({ now: false });
  });

  it("a suspect that sleeps is one when it wakes", async () => {
    const engine = await twoSuspects();
    for (const { row } of await claim(engine)) {
      if (row.deaths >= 2) await change(engine, row, { event: "park", seen: 0, wakeAt: t0 + 5, why: "" });
    }
    expect(await claim(engine, { suspects: "none" }, t0 + 9)).toEqual([]);
    expect(await claim(engine, { suspects: "one" }, t0 + 9)).toHaveLength(1);
    expect(await claim(engine, { suspects: "any" }, t0 + 9)).toHaveLength(1);
  });
}
