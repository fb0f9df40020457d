import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stepwell, sqlite } from "@stepwell/core";
import { describe, expect, it } from "vitest";
import { checkStore } from "../../packages/core/src/testing/invariants.ts";
import { look } from "../../packages/core/src/testing/open-engine.ts";
import { many } from "./many.ts";
import { eventually, newFolder, readEffects, start } from "./processes.ts";

const program = new URL("./worker.fixture.ts", import.meta.url);
const steps = 4;

async function begin(runs: number) {
  const folder = newFolder();
  const [file, effects, gate] = [join(folder, "test.db"), join(folder, "effects"), join(folder, "gate")];
  writeFileSync(effects, "");
  await using client = await Stepwell.open({ store: sqlite(file), worker: false });
  const ids = Array.from({ length: runs }, (_, n) => `r${n}`);
  await client.startMany(
    many(async () => {}),
    ids.map((id) => ({ id, input: { steps } })),
  );
  return { file, effects, gate, ids };
}

describe("a process that is stopped for longer than its lease, and goes on", () => {
  it("invariant 7: writes nothing of what was taken from it, and learns that it was declared dead", async () => {
    const { file, effects, gate, ids } = await begin(5);
    const zombie = start(program, { file, effects, gate });
    await eventually("its bodies execute", () => readEffects(effects).length >= ids.length);
    zombie.child.kill("SIGSTOP");
    // Its wall clock is a minute ahead, so that the lease is over for it: nobody waits for 30 s.
    const heir = start(program, { file, effects, aheadMs: 60_000 });
    expect(await heir.ended, heir.said()).toBe(0);
    expect(heir.said()).toMatch(/5 runs of a dead worker taken over/);
    const store = await look(sqlite(file));
    const snapshot = async () =>
      JSON.stringify(
        await Promise.all(
          ids.map(async (id) => {
            const run = (await store.find(id))!;
            return [run, await store.journal(run.key, 0, 100), await store.logs(run.key, 0, 100)];
          }),
        ),
      );
    expect(await store.count({ status: ["completed"] }, 99)).toBe(ids.length);
    const before = await snapshot();
    writeFileSync(gate, "");
    zombie.child.kill("SIGCONT");
    await zombie.says("was declared dead");
    expect(await zombie.ended, zombie.said()).toBe(0);
    expect(await snapshot()).toBe(before);
    await checkStore(store);
    expect(await store.workers()).toEqual([]);
    // The zombie's bodies were the first ones only.
    const pid = String(zombie.child.pid);
    expect(readEffects(effects).filter((effect) => effect.pid === pid)).toHaveLength(ids.length);
  }, 60_000);
});

describe("a process that is interrupted (Ctrl-C)", () => {
  it("invariant 25: gives back what it owns at once, and keeps what its bodies gave meanwhile", async () => {
    const { file, effects, gate, ids } = await begin(20);
    const first = start(program, { file, effects, gate });
    await eventually("its bodies execute", () => readEffects(effects).length >= ids.length);
    first.child.kill("SIGINT");
    writeFileSync(gate, "");
    expect(await first.ended, first.said()).toBe(0);
    expect(first.said()).toContain("closed");
    const store = await look(sqlite(file));
    expect(await store.workers()).toEqual([]);
    await checkStore(store);
    expect(await store.count({ status: ["running"] }, 99)).toBe(0);
    const next = start(program, { file, effects });
    expect(await next.ended, next.said()).toBe(0);
    // Nothing that had ended was executed again.
    expect(readEffects(effects)).toHaveLength(ids.length * steps);
    expect(await store.count({ status: ["completed"] }, 99)).toBe(ids.length);
  }, 60_000);
});
