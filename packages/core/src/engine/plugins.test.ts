import { describe, expect, it } from "vitest";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import type { EngineEvents } from "./engine-events.ts";
import { definePlugin, type PluginEngine } from "./plugins.ts";

// Engine.md §7: hooks around start, run, step and signal, per engine; a generic registry (kind, name) → implementation.

const ready = signal<string>("ready");
const flow = workflow("flow", async (wf, well: boolean) => {
  await wf.step("a", (s) => {
    s.set("k", 1);
    return "of a";
  });
  if (well) return await wf.receive(ready);
  throw await wf.step("b", () => Promise.reject(new RangeError("no")), { retry: false }).catch((error) => error);
});

function listening() {
  const heard: string[] = [];
  const events: unknown[] = [];
  const hear = (engine: PluginEngine): void => {
    for (const name of ["run-started", "step-finished", "signal", "run-finished"] as const)
      engine.on(name, (event: EngineEvents[typeof name]) => {
        heard.push(`${name} ${event.id}`);
        events.push(event);
      });
  };
  return { heard, events, plugin: definePlugin({ name: "ears", setup: hear }) };
}

describe("engine.on", () => {
  it("tells of starts, steps, signals and ends, with their values", async () => {
    const { plugin, heard, events } = listening();
    const engine = await openEngine({ workflows: [flow], plugins: [plugin] });
    const run = await engine.start(flow, true, { id: "w", tags: ["eu"] });
    await run.signal(ready, "go");
    expect(await run.result()).toBe("go");
    const bad = await engine.start(flow, false, { id: "b" });
    await bad.result().catch(() => {});
    await until("all is told", () => heard.length === 8);
    expect(heard.filter((line) => line.endsWith("w"))).toEqual([
      "run-started w",
      "step-finished w",
      "signal w",
      "run-finished w",
    ]);
    expect(events).toMatchObject([
      { id: "w", generation: 1, workflow: "flow", tags: ["eu"], at: expect.any(Date) },
      { step: "a", attempts: 1, result: "of a", error: undefined },
      { operation: "ready", payload: "go" },
      { status: "completed", output: "go", error: undefined },
      {},
      { step: "a" },
      { step: "b", attempts: 1, result: undefined, error: { code: "step-failed", cause: { message: "no" } } },
      { status: "failed", output: undefined, error: { code: "step-failed" } },
    ]);
  });

  it("tells after it is on disk, and not before", async () => {
    const { plugin, heard } = listening();
    const { engine, gate } = await gatedEngine({ workflows: [flow], plugins: [plugin] });
    gate.closeFor((batch) => batch.writes.length > 0);
    const run = await engine.start(flow, false, { id: "r" });
    await gate.held();
    await turns();
    expect(heard).toEqual(["run-started r"]);
    gate.open();
    await run.result().catch(() => {});
    await until("all is told", () => heard.length === 4);
  });

  it("tells once: what another process has told of is not told again after its death", async () => {
    const machine = new Machine(memory());
    const { plugin, heard } = listening();
    const waiting = workflow("flow", async (wf) => {
      await wf.step("a", () => 1);
      await wf.step("b", (s) => (s.fence === 1 ? new Promise(() => {}) : 2));
    });
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [waiting], plugins: [plugin] });
    await engine.start(waiting, undefined, { id: "r" });
    await until("the second step executes", () => heard.includes("step-finished r") && engine.executing === 1);
    first.kill();
    const other = listening();
    const next = await openEngine({ ...machine.process().parts, workflows: [waiting], plugins: [other.plugin] });
    await next.handle("r").result();
    await until("all is told", () => other.heard.length === 2);
    expect([heard, other.heard]).toEqual([
      ["run-started r", "step-finished r"],
      ["step-finished r", "run-finished r"],
    ]);
  });

  it("what a listener throws never harms a run; it goes to the engine's log", async () => {
    const { engine, notices } = await gatedEngine({ workflows: [flow] });
    const fails = () => {
      throw new TypeError("in the listener");
    };
    engine.on("step-finished", fails);
    engine.on("run-finished", async () => fails());
    const run = await engine.start(flow, true);
    await run.signal(ready, "go");
    expect(await run.result()).toBe("go");
    await until("both are noted", () => notices.length === 2);
    expect(notices).toEqual(['a listener of "step-finished" failed', 'a listener of "run-finished" failed']);
  });

  it("stops when it is asked to", async () => {
    let told = 0;
    const engine = await openEngine({ workflows: [flow] });
    const stop = engine.on("run-finished", () => void told++);
    stop();
    await (await engine.start(flow, false)).result().catch(() => {});
    await turns();
    expect(told).toBe(0);
  });
});

describe("the registry of an engine", () => {
  it("holds implementations by kind and name, of plugins and of whoever opened it; two engines never meet", async () => {
    const plugin = definePlugin({
      name: "slack",
      setup: (engine) => engine.register("stage", "slack", "from the plugin"),
    });
    const engine = await openEngine({ plugins: [plugin] });
    engine.register("filter", "slack", "another kind");
    expect([engine.implementation("stage", "slack"), engine.implementation("filter", "slack")]).toEqual([
      "from the plugin",
      "another kind",
    ]);
    const other = await openEngine();
    expect(() => other.implementation("stage", "slack")).toThrow(
      expect.objectContaining({ code: "unknown-implementation", message: expect.stringContaining("known: none") }),
    );
  });

  it("refuses a name that is taken, and says by whom", async () => {
    const plugin = definePlugin({ name: "slack", setup: (engine) => engine.register("stage", "slack", 1) });
    const engine = await openEngine({ plugins: [plugin] });
    expect(() => engine.register("stage", "slack", 2)).toThrow(
      expect.objectContaining({
        code: "duplicate-name",
        facts: {
          what: "stage",
          name: "slack",
          first: 'plugin "slack"',
          second: expect.stringContaining("plugins.test"),
        },
      }),
    );
  });
});

describe("what is no plugin is refused", () => {
  const well = { name: "p", setup: () => {} };
  it.each<[string, unknown, string]>([
    ["a list that is none", "x", "invalid-option"],
    ["a plugin without setup", [{ name: "p" }], "invalid-option"],
    ["a name that separates", [{ ...well, name: "a/b" }], "invalid-name"],
    ["two of one name", [well, { ...well }], "duplicate-name"],
  ])("%s", async (_, plugins, code) => {
    await expect(openEngine({ plugins: plugins as never })).rejects.toMatchObject({ code });
  });

  it("so is an event that is none, and a setup that fails leaves nothing open", async () => {
    const setup = (engine: PluginEngine) => engine.on("run-ended" as never, () => {});
    await expect(openEngine({ plugins: [{ name: "p", setup }] })).rejects.toMatchObject({ code: "invalid-option" });
    const listen = { name: "p", setup: (engine: PluginEngine) => engine.on("signal", "x" as never) };
    await expect(openEngine({ plugins: [listen] })).rejects.toMatchObject({ code: "invalid-option" });
  });
});
