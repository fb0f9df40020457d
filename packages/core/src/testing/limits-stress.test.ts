import { describe, expect, it } from "vitest";
import { Stepwell } from "../engine/engine.ts";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { checkStore } from "./invariants.ts";
import { Machine, type MortalProcess } from "./mortal-process.ts";
import { look } from "./open-engine.ts";
import { passMs, passTime } from "./virtual-time.ts";

// Many runs over many keys, and workers that are killed at any moment: no limit is ever exceeded, no place is leaked,
// no key is starved (invariants 16, 26, 27). 10,000 runs with STEPWELL_LIMIT_RUNS=10000.

const runs = Number(process.env.STEPWELL_LIMIT_RUNS ?? 240);
const seeds = Number(process.env.STEPWELL_LIMIT_SEEDS ?? 2);
const keys = Math.min(50, Math.max(5, Math.floor(runs / 40)));
const perKey = 2;
const inAll = 20;

function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

async function stress(seed: number): Promise<void> {
  const host = virtualHost({ seed });
  const random = randomOf(seed);
  const provider = memory();
  const machine = new Machine(provider, host);
  const living = new Map<MortalProcess, Stepwell>();
  const begun = new Map<string, number>();
  const flow = workflow(
    {
      name: "flow",
      concurrency: { limit: perKey, key: (n: number) => `k${n % keys}` },
      limits: [{ name: "all", units: 1 }],
    },
    async (wf, n) => {
      await wf.step("one", async () => {
        begun.set(`k${n % keys}`, (begun.get(`k${n % keys}`) ?? 0) + 1);
        if (random(4) === 0) await new Promise<void>((resolve) => void host.timer(1 + random(300), resolve));
      });
      if (n % 7 === 0) await wf.sleep(1_200);
      if (n % 11 === 0) throw new RangeError("as it should");
      await wf.step("two", () => n);
    },
  );
  const spawn = async (): Promise<void> => {
    const mortal = machine.process();
    const opened = Stepwell.open({ ...mortal.parts, workflows: [flow], worker: { concurrency: 30 } });
    living.set(mortal, await passTime(host, opened));
  };
  const store = await look(provider);
  const client = await Stepwell.open({ ...machine.process().parts, workflows: [flow], worker: false });
  await client.limits.set("all", inAll);
  await spawn();
  await spawn();
  await passTime(
    host,
    client.startMany(
      flow,
      Array.from({ length: runs }, (_, n) => ({ id: `r${n}`, input: n })),
    ),
  );
  const unfinished = () => client.count({ status: ["pending", "running", "waiting"] });
  for (let rounds = 0; (await unfinished()) > 0; rounds++) {
    expect(rounds, `seed ${seed}: it comes to an end`).toBeLessThan(200 + runs);
    await passMs(host, 20 + random(300));
    for (const { place, used, capacity = 0 } of await store.places(host.now()))
      expect(used, `seed ${seed}: ${place}`).toBeLessThanOrEqual(capacity);
    const [victim] = [...living.keys()];
    if (random(6) !== 0 || victim === undefined) continue;
    victim.kill();
    living.delete(victim);
    await spawn();
  }
  expect(begun.size, `seed ${seed}: keys that had their turn`).toBe(keys);
  const left = (await store.places(host.now())).filter(({ used, waiting }) => used + waiting > 0);
  expect(left, `seed ${seed}: places that nobody holds any more`).toEqual([]);
  await checkStore(store);
  for (const engine of [...living.values(), client]) await passTime(host, engine.close({ graceMs: 0 }));
}

describe(`${runs} runs over ${keys} keys, with workers that are killed`, () => {
  it.each(Array.from({ length: seeds }, (_, n) => n + 1))(
    "no limit is exceeded, no place leaked, no key starved (seed %d)",
    stress,
    600_000,
  );
});
