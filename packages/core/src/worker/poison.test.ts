import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { limits } from "../model/limits.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passMs, quiet } from "../testing/virtual-time.ts";

// A run that takes its worker with it, time and again, is blocked; bystanders never are (engine.md §4).

const deathsUntilBlocked = limits.suspectAlone + limits.poisonDeaths;

/** Lives: in each one a process executes until the poison begins, or nothing more happens; then it dies. */
async function livesWith(bystanders: number) {
  const host = virtualHost();
  const machine = new Machine(memory(), host);
  const begun: string[] = [];
  const poison = workflow("poison", async (wf) => {
    await wf.step("harmless", () => 1);
    await wf.step("deadly", () => {
      begun.push("poison");
      return new Promise(() => {});
    });
  });
  let done = 0;
  const bystander = workflow("bystander", (wf, n: number) =>
    wf.step("long", async () => {
      begun.push(`bystander ${n}`);
      // Longer than any process lives while the poison executes in it.
      await new Promise<void>((resolve) => void host.timer(60_000, resolve));
      done++;
    }),
  );
  const workflows = [poison, bystander];
  let process = machine.process();
  let engine = await openEngine({ ...process.parts, workflows });
  await engine.start(poison, undefined, { id: "poison" });
  for (let n = 0; n < bystanders; n++) await engine.start(bystander, n, { id: `b${n}` });
  let deaths = 0;
  const status = async (id: string) => (await engine.handle(id).status()).status;
  for (let life = 0; life < 60; life++) {
    await passMs(host, 10);
    if ((await status("poison")) === "blocked") break;
    if (begun.includes("poison")) {
      begun.length = 0;
      process.kill();
      deaths++;
      process = machine.process();
      engine = await openEngine({ ...process.parts, workflows });
    } else {
      // The only suspect here is a bystander: it is given the time that it needs.
      await passMs(host, 61_000);
    }
  }
  await passMs(host, 400_000);
  return { engine, deaths, doneBystanders: () => done, host };
}

describe("a run whose body ends the process", () => {
  it(`is blocked after ${deathsUntilBlocked} deaths, with the reason; resume lets it try again`, async () => {
    const { engine, deaths, host } = await livesWith(0);
    expect(deaths).toBe(deathsUntilBlocked);
    const handle = engine.handle("poison");
    expect(await handle.status()).toMatchObject({
      status: "blocked",
      error: { code: "poison", hint: expect.stringMatching(/process\.exit/) },
    });
    expect(await handle.why()).toMatch(/died 5 times in a row/);
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["harmless"]);
    await handle.resume();
    await quiet(host);
    expect((await handle.status()).status).toBe("running");
  });

  it("bystanders that died with it every time are never blocked, and complete", async () => {
    const { engine, doneBystanders } = await livesWith(5);
    expect((await engine.handle("poison").status()).status).toBe("blocked");
    expect(await engine.count({ workflow: "bystander", status: "completed" })).toBe(5);
    expect(doneBystanders()).toBeGreaterThanOrEqual(5);
  });
});

describe("a run that gets on between deaths", () => {
  it("is never suspected: an entry clears it", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const lives = 9;
    const slow = workflow("slow", async (wf) => {
      for (let n = 1; n <= lives; n++) await wf.step(`s${n}`, (s) => (s.fence <= n ? new Promise(() => {}) : n));
      return "done";
    });
    let process = machine.process();
    let engine = await openEngine({ ...process.parts, workflows: [slow] });
    await engine.start(slow, undefined, { id: "r" });
    for (let life = 0; life < lives; life++) {
      await until("it executes", async () => {
        await quiet(host);
        return engine.executing === 1;
      });
      process.kill();
      process = machine.process();
      engine = await openEngine({ ...process.parts, workflows: [slow] });
      await quiet(host);
    }
    await passMs(host, 1_000);
    expect(await engine.handle("r").status()).toMatchObject({ status: "completed", output: "done" });
  });
});
