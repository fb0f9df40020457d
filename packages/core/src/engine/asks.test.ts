import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs } from "../testing/virtual-time.ts";

const number = {
  "~standard": {
    version: 1 as const,
    vendor: "test",
    validate: (value: unknown) =>
      typeof value === "number" ? { value } : { issues: [{ message: "must be a number" }] },
  },
};
const ship = workflow("ship", (wf) =>
  wf.ask<string>({ title: "Ship?", assignees: ["ops", "ann"], form: { note: "text" }, name: "ship" }),
);

describe("wf.ask: an item in the inbox of people", () => {
  it("is listed for any process, with what people are shown, until it is answered", async () => {
    const store = memory();
    const engine = await openEngine({ store, workflows: [ship] });
    const client = await openEngine({ store, worker: false });
    const run = await engine.start(ship, undefined, { id: "r" });
    await expect.poll(async () => (await client.approvals()).items).toHaveLength(1);
    expect((await client.approvals()).items[0]).toEqual({
      run: "r",
      workflow: "ship",
      ask: "ship",
      title: "Ship?",
      form: { note: "text" },
      assignees: ["ops", "ann"],
      askedAt: expect.any(Date),
      dueAt: undefined,
      problem: undefined,
    });
    await client.handle("r").answer("ship", "yes", { by: "ann" });
    expect(await run.result()).toBe("yes");
    expect((await client.approvals()).items).toEqual([]);
    expect((await run.journal()).map(({ kind, op, value }) => [kind, op, value])).toEqual([
      ["ask", "ask~ship", expect.objectContaining({ title: "Ship?", assignees: ["ops", "ann"] })],
      ["answer", "ask~ship", { value: "yes", by: "ann" }],
    ]);
  });

  it("is listed by assignee, workflow and run, a page at a time, in the order of asking", async () => {
    const flow = workflow("flow", (wf) =>
      Promise.all([
        wf.ask({ title: "1", assignees: ["ops"] }),
        wf.ask({ title: "2", assignees: ["dev", "ops"] }),
        wf.ask({ title: "3" }),
      ]),
    );
    const engine = await openEngine({ workflows: [flow, ship] });
    await engine.start(flow, undefined, { id: "a" });
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(3);
    await engine.start(ship, undefined, { id: "b" });
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(4);
    const titles = async (...args: Parameters<typeof engine.approvals>) =>
      (await engine.approvals(...args)).items.map(({ title }) => title);
    expect(await titles({ assignee: "ops" })).toEqual(["1", "2", "Ship?"]);
    expect(await titles({ assignee: "ops", workflow: "flow" })).toEqual(["1", "2"]);
    expect(await titles({ assignee: "ops", run: "b" })).toEqual(["Ship?"]);
    expect(await titles({ workflow: "ship" })).toEqual(["Ship?"]);
    expect(await titles({ run: "a" })).toEqual(["1", "2", "3"]);
    expect(await titles({ run: "nobody" })).toEqual([]);
    for (const filter of [{}, { run: "a" }, { workflow: "flow" }, { assignee: "ops" }]) {
      const first = await engine.approvals(filter, { limit: 1 });
      expect(first.items.map(({ ask }) => ask)).toEqual(["ask"]);
      const second = await engine.approvals(filter, { limit: 1, cursor: first.next ?? "" });
      expect(second.items.map(({ ask }) => ask)).toEqual(["ask#2"]);
    }
    await expect(engine.approvals({}, { cursor: "?" })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(engine.approvals({}, { limit: 0 })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(engine.approvals({ run: 1 as never })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(engine.approvals({ who: "x" } as never)).rejects.toMatchObject({ code: "invalid-option" });
  });

  it("says what a run waits for, and for how long", async () => {
    const host = virtualHost();
    const flow = workflow("flow", (wf) => wf.ask({ title: "Ship?", assignees: ["ops"], timeout: "1 day" }));
    const keys = { keys: { k1: Buffer.alloc(32, 1) }, current: "k1" };
    const engine = await openEngine({ workflows: [flow], host, codec: encryption(keys) });
    const run = await engine.start(flow);
    await passMs(host, 2 * 3_600_000 - 1);
    expect((await run.status()).why).toBe('waits for approval "Ship?" (ops), 22h 00m left');
    expect((await engine.approvals()).items).toMatchObject([{ title: "Ship?" }]);
  });

  it.each([
    [{}, "title"],
    [{ title: "" }, "title"],
    [{ title: "x".repeat(501) }, "title"],
    [{ title: "x", assignees: [""] }, "assignees"],
    [{ title: "x", assignees: "ops" }, "assignees"],
    [{ title: "x", who: "ops" }, "who"],
  ])("refuses %j", async (options, option) => {
    const flow = workflow("flow", (wf) => wf.ask(options as never));
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause: { code: "invalid-option", facts: { option } } });
  });

  it("a form that cannot be kept is an error, and nothing is asked", async () => {
    const flow = workflow("flow", async (wf) => {
      try {
        await wf.ask({ title: "x", form: () => 1 });
      } catch (error) {
        return [(error as { code: string }).code, await wf.step("after", () => 1)];
      }
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toEqual(["unserialisable-value", 1]);
  });
});

describe("handle.answer", () => {
  it("of several answers only the first counts, and the others are told", async () => {
    const engine = await openEngine({ workflows: [ship] });
    const run = await engine.start(ship);
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
    const answers = ["a", "b", "c"].map((value) => run.answer("ship", value));
    const told = await Promise.allSettled(answers);
    expect(told.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(told[1]).toMatchObject({ reason: { code: "ask-answered" } });
    expect(await run.result()).toBe("a");
  });

  it("an answer that fails the schema is recorded, and the item stays open with the problem shown", async () => {
    const flow = workflow("flow", (wf) => wf.ask({ title: "How many?", schema: number }));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
    await run.answer("ask", "many");
    await expect.poll(async () => (await engine.approvals()).items[0]?.problem).toMatch(/must be a number/);
    expect((await run.journal()).at(-1)).toMatchObject({ kind: "refused", value: { code: "schema-mismatch" } });
    await run.answer("ask", 3);
    expect(await run.result()).toBe(3);
  });

  it("unknown ones, answered ones, finished and unknown runs are typed errors", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.ask({ title: "1", name: "first" });
      return await wf.ask({ title: "2", name: "second" });
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
    await expect(run.answer("secnd")).rejects.toMatchObject({ code: "unknown-ask", facts: { open: ["first"] } });
    await run.answer("ask~first");
    await expect.poll(async () => (await engine.approvals()).items[0]?.ask).toBe("second");
    await expect(run.answer("first")).rejects.toMatchObject({ code: "ask-answered" });
    await expect(run.answer("second", 1, { by: "" })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(run.answer("")).rejects.toMatchObject({ code: "invalid-option" });
    await run.answer("second");
    expect(await run.result()).toBeNull();
    await expect(run.answer("second")).rejects.toMatchObject({ code: "run-finished" });
    await expect(engine.handle("x").answer("a")).rejects.toMatchObject({ code: "unknown-run" });
  });

  it("a paused run takes answers, and sees them when it goes on", async () => {
    const engine = await openEngine({ workflows: [ship] });
    const run = await engine.start(ship);
    await expect.poll(async () => (await engine.approvals()).items.length).toBe(1);
    await run.pause();
    await run.answer("ship", "yes");
    await run.resume();
    expect(await run.result()).toBe("yes");
  });
});
