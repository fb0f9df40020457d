import { describe, expect, it } from "vitest";
import { signal } from "../../operations/signal.ts";
import { task } from "../../operations/task.ts";
import { type AnyWorkflow, workflow } from "../../operations/workflow.ts";
import { world } from "./bank.fixture.ts";
import { type CrashTestOptions, crashTest } from "./crash-test.ts";
import { charge, order } from "./order.fixture.ts";

const failed = (flow: AnyWorkflow, options: CrashTestOptions = {}) =>
  crashTest(flow, 7, options).then(
    () => {
      throw new TypeError("nothing was found");
    },
    (error: unknown) => error as { code: string; message: string; hint: string },
  );

describe("what is found", () => {
  it("an effect that counts twice: named with its step, and shrunk to what is too many", async () => {
    const error = await failed(order, { prepare: world((bank, amount) => bank.pay(amount)) });
    expect(error.code).toBe("crash-test-failed");
    expect(error.message).toBe(
      `workflow "order": after a crash just before the commit of step charge (position 5), the effects are others: [ 'p7' ] instead of []`,
    );
    expect(error.hint).toMatch(/^the body of "charge" was executed twice, .*s\.key/);
  });

  it("an effect in workflow code, outside of any step", async () => {
    const paid: number[] = [];
    const outside = workflow("outside", async (wf, n: number) => {
      paid.push(n);
      await wf.step("a", () => 1);
      await wf.step("b", () => 1);
    });
    const error = await failed(outside, {
      prepare: () => {
        paid.length = 0;
        return () => paid;
      },
    });
    expect(error.message).toContain("the effects are others: [ 7 ] instead of []");
    expect(error.hint).toMatch(/^no body was executed twice, so it is done in workflow code/);
  });

  it("code that decides by what no step has recorded", async () => {
    let memory = 0;
    const decides = workflow("decides", async (wf) => {
      if (++memory === 1) await wf.step("first time", () => 1);
      else await wf.step("later", () => 1);
      await wf.step("end", () => 1);
    });
    const error = await failed(decides, {
      prepare: () => {
        memory = 0;
      },
    });
    expect(error.message).toMatch(/it ends otherwise.*code expects .*later.*journal has .*first time/s);
    expect(error.hint).toContain("a module variable");
  });

  it("results that differ because a body was executed again", async () => {
    let counter = 0;
    const counts = workflow("counts", (wf) => wf.step("count", () => ++counter));
    const error = await failed(counts, {
      prepare: () => {
        counter = 0;
      },
    });
    expect(error.message).toMatch(/it ends otherwise: 2 instead of 1$/);
    expect(error.hint).toContain('"count" was executed again');
  });

  it("input that differs", async () => {
    let told = 0;
    const tell = task("tell", (_: number) => "told");
    const tells = workflow("tells", async (wf) => {
      told++;
      await wf.step("before", () => 1);
      return await wf.run(tell, told);
    });
    const error = await failed(tells, {
      prepare: () => {
        told = 0;
      },
    });
    expect(error.message).toMatch(/with other input: .*tell of run "crash-test", attempt 1.*: 2 } instead of .*: 1 }/);
  });

  it("a test that is not the same twice, without any crash", async () => {
    let all = 0;
    const grows = workflow("grows", (wf) => wf.step("grow", () => ++all));
    const error = await failed(grows);
    expect(error.message).toContain("without any crash, executed for the second time");
    expect(error.hint).toContain("let prepare make the mocks and their state anew");
  });

  it("a child that only the code of its parent knows, which nobody has executed yet", async () => {
    const hidden = workflow("hidden", (wf) => wf.sleep("1 h"));
    const calls = workflow("calls", (wf) => wf.call(hidden, undefined));
    const error = await failed(calls);
    expect(error.message).toMatch(
      /it ends otherwise: .*run "crash-test~hidden" \(hidden\) is pending: no live worker serves/s,
    );
    expect(error.hint).toContain("must be among the workflows");
    await crashTest(calls, undefined, { workflows: [hidden] });
  });

  it("an at-most-once step that was interrupted, unless the test accepts it", async () => {
    const once = workflow("once", (wf) => wf.step("once", () => 1, { atMostOnce: true }));
    expect((await failed(once)).message).toMatch(/it ends otherwise: .*at most once instead of 1$/);
    await crashTest(once, 7, { accepts: ({ outcome }) => outcome.problem?.includes("once") ?? false });
  });

  it("mocks and signals that nothing wants", async () => {
    const flow = workflow("flow", () => 1);
    await expect(crashTest(flow, undefined, { mocks: [[charge, () => 1]] })).rejects.toMatchObject({
      code: "unused-mock",
    });
    const late = signal("late");
    await expect(crashTest(flow, undefined, { prepare: (kit) => kit.signalAfter("1 h", late) })).rejects.toMatchObject({
      code: "unused-mock",
    });
  });
});
