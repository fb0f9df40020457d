import { describe, expect, it } from "vitest";
import { limits } from "../model/limits.ts";
import { workflow } from "../operations/workflow.ts";
import { Lives } from "../testing/lives.ts";
import { passMs } from "../testing/virtual-time.ts";
import { trialMs } from "./poison.ts";

// Who is blamed when processes die (docs/decisions/0016): only a run that was alone, and others are not kept waiting.

describe("processes that are killed from outside", () => {
  it.each([1, 50, 4_000, 20_000])("ten times, %i ms after they began: no innocent run is blocked", async (ms) => {
    const innocent = workflow("innocent", (wf) => wf.step("long", () => lives.bodyOf(60_000)));
    const lives: Lives = new Lives([innocent]);
    await lives.begin();
    for (let n = 0; n < 12; n++) await lives.engine.start(innocent, undefined, { id: `r${n}` });
    for (let life = 0; life < 10; life++) {
      await passMs(lives.host, ms);
      await lives.next();
    }
    await passMs(lives.host, 2_000_000);
    expect(await lives.engine.count({ status: "completed" })).toBe(12);
  });
});

describe("a run that ends its process", () => {
  it.each([0, 3_000, 60_000])("%i ms after it began is blocked, its neighbours complete", async (ms) => {
    const due: boolean[] = [];
    const deadly = workflow("deadly", (wf) =>
      wf.step("deadly", async () => {
        await lives.bodyOf(ms);
        due.push(true);
        await new Promise(() => {});
      }),
    );
    const neighbour = workflow("neighbour", async (wf) => {
      for (const name of ["one", "two", "three"]) await wf.step(name, () => lives.bodyOf(30_000));
    });
    const lives: Lives = new Lives([deadly, neighbour]);
    await lives.begin();
    for (let n = 0; n < 3; n++) await lives.engine.start(neighbour, undefined, { id: `early${n}` });
    await lives.engine.start(deadly, undefined, { id: "deadly" });
    for (let n = 0; n < 3; n++) await lives.engine.start(neighbour, undefined, { id: `late${n}` });
    let deaths = 0;
    for (let second = 0; second < 6_000 && (await lives.status("deadly")) !== "blocked"; second++) {
      await passMs(lives.host, 1_000);
      if (due.splice(0).length === 0) continue;
      deaths++;
      await lives.next();
    }
    expect(await lives.status("deadly")).toBe("blocked");
    expect(deaths).toBeLessThanOrEqual(12);
    await passMs(lives.host, 2_000_000);
    expect(await lives.engine.count({ workflow: "neighbour", status: "completed" })).toBe(6);
  });

  it("is blocked also when each process starts a run of its own as it begins", async () => {
    let began = false;
    const deadly = workflow("deadly", (wf) =>
      wf.step("deadly", () => {
        began = true;
        return new Promise(() => {});
      }),
    );
    const ofTheDay = workflow("of-the-day", (wf) => wf.step("long", () => lives.bodyOf(60_000)));
    const lives: Lives = new Lives([deadly, ofTheDay]);
    await lives.begin();
    await lives.engine.start(deadly, undefined, { id: "deadly" });
    let deaths = 0;
    for (; deaths < 20 && (await lives.status("deadly")) !== "blocked"; deaths++) {
      await lives.engine.start(ofTheDay, undefined, { id: `day${deaths}` });
      while (!began && (await lives.status("deadly")) !== "blocked") await passMs(lives.host, 5_000);
      began = false;
      await lives.next();
    }
    expect(await lives.status("deadly")).toBe("blocked");
    await passMs(lives.host, 2_000_000);
    expect(await lives.engine.count({ workflow: "of-the-day", status: "completed" })).toBe(deaths);
  });
});

describe("while a suspect is tried", () => {
  /** A suspect whose body takes an hour, in a process that has just begun. */
  async function withSuspect() {
    const hour = workflow("hour", (wf) => wf.step("long", () => lives.bodyOf(3_600_000)));
    const short = workflow("short", (wf) => wf.step("s", () => "done"));
    const lives: Lives = new Lives([hour, short]);
    await lives.begin();
    await lives.engine.start(hour, undefined, { id: "hour" });
    for (let death = 0; death < limits.suspectAlone; death++) {
      await passMs(lives.host, 10);
      await lives.next();
    }
    await passMs(lives.host, 10);
    return { lives, short };
  }

  it("others wait for as long as the trial, not for its end", async () => {
    const { lives, short } = await withSuspect();
    await lives.engine.start(short, undefined, { id: "s" });
    await passMs(lives.host, trialMs(limits.suspectAlone) - 100);
    expect(await lives.status("s")).toBe("pending");
    await passMs(lives.host, 200);
    expect([await lives.status("s"), await lives.status("hour")]).toEqual(["completed", "running"]);
    await lives.engine.start(short, undefined, { id: "at-once" });
    await passMs(lives.host, 10);
    expect(await lives.status("at-once")).toBe("completed");
  });

  it("another worker goes on", async () => {
    const { lives, short } = await withSuspect();
    const { engine } = await lives.another();
    await engine.start(short, undefined, { id: "s" });
    await passMs(lives.host, 10);
    expect(await lives.status("s")).toBe("completed");
  });

  it("many suspects take turns with others", async () => {
    const second = workflow("second", (wf) => wf.step("s", () => lives.bodyOf(1_000)));
    const lives: Lives = new Lives([second]);
    await lives.begin();
    for (let n = 0; n < 20; n++) await lives.engine.start(second, undefined, { id: `suspect${n}` });
    for (let death = 0; death < limits.suspectAlone; death++) {
      await passMs(lives.host, 10);
      await lives.next();
    }
    for (let n = 0; n < 20; n++) await lives.engine.start(second, undefined, { id: `other${n}` });
    await passMs(lives.host, 5_000);
    const others = await Promise.all(Array.from({ length: 20 }, (_, n) => lives.status(`other${n}`)));
    expect(others).toEqual(others.map(() => "completed"));
    await passMs(lives.host, 60_000);
    expect(await lives.engine.count({ status: "completed" })).toBe(40);
  });
});

describe("a worker that is busy when a suspect comes", () => {
  async function busyWith(bodyMs: number) {
    const executing: string[][] = [];
    const suspicious = workflow("suspicious", (wf) =>
      wf.step("s", () => {
        executing.push(lives.engine.executing === 1 ? ["alone"] : ["beside others"]);
        return lives.bodyOf(3_600_000);
      }),
    );
    const busy = workflow("busy", (wf) => wf.step("s", () => lives.bodyOf(bodyMs)));
    const lives: Lives = new Lives([suspicious, busy]);
    await lives.begin();
    await lives.engine.start(suspicious, undefined, { id: "suspicious" });
    await passMs(lives.host, 10);
    await lives.next();
    await passMs(lives.host, 10);
    const dying = lives.engine;
    expect(dying.executing).toBe(1);
    return { lives, busy, executing };
  }

  it.each([
    [2_000, "alone"],
    [600_000, "beside others"],
  ])("with bodies of %i ms executes it %s", async (bodyMs, how) => {
    const { lives, busy, executing } = await busyWith(bodyMs);
    // The next process has work of its own before the one with the suspect dies.
    const heir = await lives.another();
    for (let n = 0; n < 3; n++) await heir.engine.start(busy, undefined, { id: `b${n}` });
    await passMs(lives.host, 10);
    executing.length = 0;
    const before = lives.engine;
    lives.engine = heir.engine;
    lives.kill();
    await passMs(lives.host, limits.drainMs + 1_000);
    expect(before.executing).toBe(1);
    expect(executing).toEqual([[how]]);
  });
});
