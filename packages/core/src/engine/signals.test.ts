import { describe, expect, it } from "vitest";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

const text = {
  "~standard": {
    version: 1 as const,
    vendor: "test",
    validate: (value: unknown) =>
      typeof value === "string" ? { value: value.toUpperCase() } : { issues: [{ message: "must be text" }] },
  },
};

describe("signals are buffered, consumed once, in order per name", () => {
  it("wait for the run that will ask for them", async () => {
    const go = Promise.withResolvers<void>();
    const flow = workflow("flow", async (wf) => {
      await wf.step("first", () => go.promise);
      return [await wf.receive("a"), await wf.receive("b"), await wf.receive("a")];
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.signal("a", 1);
    await handle.signal("a", 2);
    await handle.signal("b", 3);
    go.resolve();
    expect(await handle.result()).toEqual([1, 3, 2]);
    expect((await handle.journal()).map(({ kind, op, value }) => [kind, op, value]).slice(1)).toEqual([
      ["signal", "receive~a", 1],
      ["signal", "receive~b", 3],
      ["signal", "receive~a#2", 2],
    ]);
  });

  it("a missing payload is null", async () => {
    const flow = workflow("flow", (wf) => wf.receive("a"));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.signal("a");
    expect(await handle.result()).toBeNull();
  });

  it("of one that does not fit, why() tells what was wrong with it, until another fits", async () => {
    const flow = workflow("flow", async (wf) => {
      const name = await wf.receive(signal<string>("name", { schema: text }));
      const { token, promise } = wf.callback<string>({ schema: text });
      wf.set("token", token);
      return [name, await promise];
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    const waitsFor = async (why: string) => await until(why, async () => (await handle.why()) === `waits for ${why}`);
    await waitsFor('signal "name"');
    await handle.signal("name", 5);
    await waitsFor('signal "name" (the last one was refused: must be text)');
    await handle.signal("name", "Ada");
    await waitsFor('callback "callback"');
    await engine.completeCallback(String(await handle.get("token")), 5);
    await waitsFor('callback "callback" (the last one was refused: must be text)');
    await engine.completeCallback(String(await handle.get("token")), "Bob");
    expect(await handle.result()).toEqual(["ADA", "BOB"]);
  });

  it("of several with one key the first counts, also after it was taken", async () => {
    const flow = workflow("flow", async (wf) => [await wf.receive("a"), await wf.receive("a")]);
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.signal("a", 1, { key: "k" });
    await handle.signal("a", 2, { key: "k" });
    await until("the first is taken", async () => (await handle.journal()).length === 1);
    await handle.signal("a", 3, { key: "k" });
    await handle.signal("a", 4);
    expect(await handle.result()).toEqual([1, 4]);
  });

  it("match takes the first that fits, and leaves the others in line", async () => {
    const flow = workflow("flow", async (wf) => [
      await wf.receive<number>("a", { match: (n) => n > 1 }),
      await wf.receive("a"),
      await wf.receive("a"),
    ]);
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    for (const n of [1, 2, 3]) await handle.signal("a", n);
    expect(await handle.result()).toEqual([2, 1, 3]);
  });

  it("a payload that fails the receiver's schema is recorded as rejected, and the receive goes on waiting", async () => {
    const flow = workflow("flow", (wf) => wf.receive(signal("a", { schema: text })));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.signal("a", 1);
    await until("it is refused", async () => (await handle.journal()).length === 1);
    await handle.signal("a", "x");
    expect(await handle.result()).toBe("X");
    const [refused] = await handle.journal();
    expect(refused).toMatchObject({ kind: "refused", op: "receive~a", value: { code: "schema-mismatch" } });
  });

  it("a sender who has the schema is told at once", async () => {
    const flow = workflow("flow", (wf) => wf.receive("a"));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    const sent = handle.signal(signal("a", { schema: text }), 1 as unknown as string);
    await expect(sent).rejects.toMatchObject({ code: "schema-mismatch" });
  });

  it("a match that throws blocks the run and loses nothing", async () => {
    let broken = true;
    const match = () => {
      if (broken) throw new RangeError("oops");
      return true;
    };
    const flow = workflow("flow", (wf) => wf.receive("a", { match }));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.signal("a", 1);
    await expect(handle.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({
      code: "run-blocked",
      cause: { code: "match-failed" },
    });
    broken = false;
    await handle.resume();
    expect(await handle.result()).toBe(1);
  });

  it.each(["at once", "later"])("nor does one that throws at what a schema gave %s", async (when) => {
    let broken = true;
    const number = {
      "~standard": {
        version: 1 as const,
        vendor: "test",
        validate: (value: unknown) => {
          const result = { value: value as number };
          return when === "at once" ? result : Promise.resolve(result);
        },
      },
    };
    const match = () => {
      if (broken) throw new RangeError("oops");
      return true;
    };
    const flow = workflow("flow", (wf) => wf.receive(signal("a", { schema: number }), { match }));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.signal("a", 1);
    await expect(handle.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ cause: { code: "match-failed" } });
    broken = false;
    await handle.resume();
    expect(await handle.result()).toBe(1);
  });
});

describe("every unfinished run accepts signals, finished and unknown ones are typed errors", () => {
  it("finished", async () => {
    const flow = workflow("flow", () => 1);
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.result();
    await expect(handle.signal("a")).rejects.toMatchObject({ code: "run-finished", facts: { status: "completed" } });
  });

  it("unknown, and nonsense", async () => {
    const engine = await openEngine();
    await expect(engine.handle("x").signal("a")).rejects.toMatchObject({ code: "unknown-run" });
    await expect(engine.handle("x").signal("a/b")).rejects.toMatchObject({ code: "invalid-name" });
    await expect(engine.handle("x").signal("a", 1, { key: "" })).rejects.toMatchObject({ code: "invalid-option" });
    await expect(engine.handle("x").signal("a", () => 1)).rejects.toMatchObject({ code: "unserialisable-value" });
  });

  it("paused: it is there when the run goes on", async () => {
    const flow = workflow("flow", (wf) => wf.receive("a"));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.pause();
    await handle.signal("a", 5);
    expect((await handle.status()).status).toBe("paused");
    await handle.resume();
    expect(await handle.result()).toBe(5);
  });
});
