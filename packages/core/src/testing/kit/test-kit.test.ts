import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { workflow } from "../../operations/workflow.ts";
import { charge, order } from "./order.fixture.ts";
import { testKit } from "./test-kit.ts";

const day = 86_400_000;

describe("time", () => {
  it("is skipped while nothing happens: thirty days are over at once", async () => {
    const long = workflow("long", async (wf) => {
      for (let n = 0; n < 30; n++) await wf.sleep("1 day");
      return wf.now().toISOString().slice(0, 10);
    });
    await using kit = testKit({ workflows: [long] });
    const began = nodeHost().monotonic();
    expect(await kit.run(long)).toBe("2026-01-31");
    expect(nodeHost().monotonic() - began).toBeLessThan(3_000);
    expect(kit.now.toISOString()).toMatch(/^2026-01-31T00:00:00/);
  });

  it("goes on while a year passes", async () => {
    const long = workflow("long", (wf) => wf.sleep("365 days"));
    await using kit = testKit({ workflows: [long], startAt: new Date("2027-06-01") });
    await kit.run(long);
    expect(kit.now.toISOString()).toMatch(/^2028-05-31T00:00:00/);
  });

  it("does not pass while a body waits for something real", async () => {
    const real = workflow("real", async (wf) => {
      const bytes = await wf.step("read", async () => (await readFile(import.meta.filename)).length, {
        timeout: "1 s",
        retry: false,
      });
      return [bytes > 0, (await wf.step("t", (s) => s.now())).getTime()];
    });
    await using kit = testKit({ workflows: [real] });
    const began = kit.now.getTime();
    expect(await kit.run(real)).toEqual([true, expect.closeTo(began, -2)]);
  });

  it("passes for a body that waits for the test's time, and for one that never ends", async () => {
    const slow = workflow("slow", (wf) => wf.step("slow", () => "real", { timeout: "1 day", retry: 2 }));
    await using kit = testKit({ workflows: [slow] });
    kit.mockStep("slow", async (s) => {
      await kit.wait(s.attempt === 1 ? "forever" : "3 h");
      return s.attempt;
    });
    const began = kit.now.getTime();
    expect(await kit.run(slow)).toBe(2);
    expect(kit.now.getTime() - began).toBeGreaterThan(day + 3 * 3_600_000);
  });

  it("moves as far as it is told, and no further", async () => {
    const nap = workflow("nap", async (wf) => {
      await wf.sleep("2 days");
      return "awake";
    });
    await using kit = testKit({ workflows: [nap] });
    const run = await kit.start(nap);
    await kit.advance("47 h");
    expect((await run.status()).status).toBe("waiting");
    await kit.advance("1 h");
    expect(await run.status()).toMatchObject({ status: "completed", output: "awake" });
    expect(kit.now.toISOString()).toBe("2026-01-03T00:00:00.000Z");
  });

  it("of a body that takes long in truth passes as it does in truth", async () => {
    const hangs = workflow("hangs", (wf) =>
      wf.step("hangs", () => new Promise(() => {}), { timeout: "50 ms", retry: false }),
    );
    await using kit = testKit({ workflows: [hangs] });
    await expect(kit.run(hangs)).rejects.toMatchObject({ code: "run-failed", cause: { code: "step-failed" } });
  });
});

describe("a test that would hang", () => {
  it("says what the run waits for, and what was never used", async () => {
    await using kit = testKit({ workflows: [order] });
    kit.mock(charge, () => "paid");
    const waits = workflow("waits", async (wf) => await wf.receive("go"));
    kit.mockStep("typo", () => 1);
    const stuck = kit.run(waits as never, undefined, { id: "w" });
    await expect(stuck).rejects.toMatchObject({ code: "unknown-workflow" });
    await using other = testKit({ workflows: [waits] });
    other.mockStep("typo", () => 1);
    await expect(other.run(waits, undefined, { id: "w" })).rejects.toMatchObject({
      code: "test-stuck",
      message: expect.stringMatching(
        /run "w" \(waits\) is waiting: .*"go".*; the mock of step "typo" was never called$/,
      ),
      hint: expect.stringContaining("kit.signalAfter"),
    });
  });

  it("is ended when it goes on and on", async () => {
    const endless = workflow("endless", async (wf) => {
      for (;;) await wf.sleep("1 day");
    });
    await using kit = testKit({ workflows: [endless], maxWaits: 50 });
    await expect(kit.run(endless)).rejects.toMatchObject({
      code: "test-stuck",
      message: expect.stringMatching(/after 50 waits, .*there is still no end: run .* is waiting/),
    });
  });

  it("fails with what blocks its run", async () => {
    const foreign = workflow("foreign", async () => await new Promise(() => {}));
    await using kit = testKit({ workflows: [foreign] });
    await expect(kit.run(foreign)).rejects.toMatchObject({ code: "run-blocked", cause: { code: "stalled-run" } });
  });
});

describe("the same seed", () => {
  it("gives the same values of chance", async () => {
    const chance = workflow("chance", (wf) => [wf.random(), wf.uuid()]);
    const values = async (seed: number) => {
      await using kit = testKit({ workflows: [chance], seed });
      return await kit.run(chance);
    };
    expect(await values(1)).toEqual(await values(1));
    expect(await values(1)).not.toEqual(await values(2));
  });

  it.each([{ seed: 1.5 }, { startAt: new Date(Number.NaN) }, { maxWaits: 0 }, { unknown: 1 }])(
    "is refused with %o",
    (options) => {
      expect(() => testKit(options as never)).toThrow(expect.objectContaining({ code: "invalid-option" }));
    },
  );
});
