import { describe, expect, it } from "vitest";
import { task } from "../../operations/task.ts";
import { workflow } from "../../operations/workflow.ts";
import { world } from "./bank.fixture.ts";
import { crashTest } from "./crash-test.ts";
import { order } from "./order.fixture.ts";

describe("a workflow that survives crashes", () => {
  it("is crashed at every entry and every commit, and nothing is found", async () => {
    const report = await crashTest(order, 7, { prepare: world((bank, amount, key) => bank.pay(amount, key)) });
    expect(report.crashes).toBe(report.points);
    // Claims, a step, the signal, the end: each twice, before and after its commit.
    expect(report.points).toBeGreaterThanOrEqual(16);
  });

  it("with children, maps, compensations, data, transactions, races and timeouts, too", {
    timeout: 120_000,
  }, async () => {
    const child = workflow("child", async (wf, n: number) => {
      await wf.sleep("1 h");
      return [n, await wf.step("uuid", (s) => s.uuid()), wf.random()];
    });
    const all = workflow("all", async (wf) => {
      wf.set("began", wf.now().toISOString());
      const rows = await wf.transaction("book", async (sql) => {
        await sql`CREATE TABLE IF NOT EXISTS books (n INTEGER)`;
        await sql`INSERT INTO books VALUES (1)`;
        return await sql<{ n: number }>`SELECT n FROM books`;
      });
      wf.compensate("undo", (s) => s.key);
      const results = await wf.map([1, 2, 3], (n) => wf.call(child, n), { concurrency: 2 });
      const won = await wf.race({ quick: () => wf.step("quick", () => 1), slow: () => wf.sleep("1 day") });
      const answer = await wf.ask({ title: "Go on?", timeout: "2 h", default: "no" });
      await wf.poll("poll", (s) => s.now().getTime(), {
        every: "10 min",
        until: () => true,
        timeout: "1 h",
      });
      await wf.step("flaky", (s) => {
        if (s.attempt < 3) throw new RangeError("not yet");
      });
      throw new RangeError(JSON.stringify([rows, results, won.winner, answer, wf.get("began"), wf.uuid()]));
    });
    const report = await crashTest(all, undefined, {
      workflows: [child],
      prepare: (kit) => kit.answerAfter("1 h", "Go on?", "yes"),
    });
    expect(report.crashes).toBe(report.points);
    expect(report.points).toBeGreaterThan(60);
  });

  it("that is a task alone", async () => {
    const double = task("double", (n: number) => n * 2);
    expect((await crashTest(double, 4)).crashes).toBeGreaterThan(4);
  });

  it("and is driven from outside in the middle", async () => {
    const waits = workflow("waits", async (wf) => {
      wf.compensate("undo", () => "undone");
      await wf.step("one", () => 1);
      await wf.receive("never");
    });
    await crashTest(waits, undefined, {
      drive: async (kit, run) => {
        await kit.advance("1 h");
        await kit.until(run.cancel("enough"));
      },
    });
  });
});

describe("options", () => {
  it("spread fewer crashes evenly", async () => {
    const steps = workflow("steps", async (wf) => {
      for (let n = 0; n < 10; n++) await wf.step("s", () => n);
    });
    expect(await crashTest(steps, undefined, { atMost: 5 })).toMatchObject({ crashes: 5 });
  });

  it.each([{ atMost: 0 }, { mocks: 1 }, { prepare: 1 }, { drive: 1 }, { accepts: 1 }, { unknown: 1 }, null])(
    "%o is refused",
    async (options) => {
      await expect(crashTest(order, 1, options as never)).rejects.toMatchObject({ code: "invalid-option" });
    },
  );

  it("and so is an account that is none", async () => {
    await expect(crashTest(order, 1, { prepare: () => 7 })).rejects.toMatchObject({ code: "invalid-option" });
  });
});
