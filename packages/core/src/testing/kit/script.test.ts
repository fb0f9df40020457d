import { describe, expect, it } from "vitest";
import { signal } from "../../operations/signal.ts";
import { workflow } from "../../operations/workflow.ts";
import { testKit } from "./test-kit.ts";

describe("people and other programs", () => {
  it("answer questions, by name or title, each time they are asked", async () => {
    const asks = workflow("asks", async (wf) => [
      await wf.ask({ title: "Ship?", name: "ship" }),
      await wf.ask({ title: "Ship?", name: "ship" }),
      await wf.ask({ title: "Which?", timeout: "1 h" }),
      await wf.ask({ title: "Never?", timeout: "1 h", default: "no" }),
    ]);
    await using kit = testKit({ workflows: [asks] });
    kit.answerAfter("2 h", "ship", ({ ask }: { ask: string }) => `yes to ${ask}`, { by: "ann" });
    kit.answerAfter("1 min", "Which?", 7);
    expect(await kit.run(asks)).toEqual(["yes to ship", "yes to ship#2", 7, "no"]);
    expect(kit.unused()).toEqual([]);
  });

  it("hand in values of callbacks", async () => {
    const calls = workflow("calls", async (wf) => {
      const { token, promise } = wf.callback<string>({ timeout: "2 days" });
      await wf.step("hand out", () => token);
      return await promise;
    });
    await using kit = testKit({ workflows: [calls] });
    const flow = kit.start(calls);
    const run = await flow;
    const token = String((await run.journal()).find(({ op }) => op === "hand out")?.value);
    kit.completeCallbackAfter("1 day", token, "value");
    expect(await kit.result(run)).toBe("value");
  });

  it("send signals to the next run of the test, to the one that goes on, or to the one that is named", async () => {
    const waits = workflow("waits", async (wf) => await wf.receive("s", { timeout: "1 day" }));
    await using kit = testKit({ workflows: [waits] });
    kit.signalAfter("1 h", "s", "first");
    expect(await kit.run(waits)).toBe("first");
    const second = await kit.start(waits);
    kit.signalAfter("1 h", "s", "second");
    const third = await kit.start(waits, undefined, { id: "third" });
    kit.signalAfter("1 h", "s", "named", { to: "third" });
    expect([await kit.result(third), await kit.result(second)]).toEqual(["named", "second"]);
  });

  it("make the test fail that sends what does not fit", async () => {
    const strict = signal<string>("strict", {
      schema: { "~standard": { version: 1, vendor: "t", validate: () => ({ issues: [{ message: "no" }] }) } },
    });
    const waits = workflow("waits", async (wf) => await wf.receive(strict));
    await using kit = testKit({ workflows: [waits] });
    kit.signalAfter("1 h", strict, "x");
    await expect(kit.run(waits)).rejects.toMatchObject({ code: "schema-mismatch" });
  });

  it("come too late, and the test can see it", async () => {
    const short = workflow("short", async (wf) => void (await wf.sleep("1 h")));
    await using kit = testKit({ workflows: [short] });
    kit.signalAfter("2 h", "s", 1);
    await kit.run(short, undefined, { id: "x" });
    await kit.advance("3 h");
    expect(kit.unused()).toEqual([expect.stringMatching(/^signal "s" came too late: run "x" .*completed/)]);
  });
});
