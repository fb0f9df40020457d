import { describe, expect, it } from "vitest";
import { type AnyWorkflow, workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { replayPrefix } from "../testing/replay-again.ts";
import { until } from "../testing/until.ts";
import type { Stepwell } from "./engine.ts";
import type { RunExport } from "./run-document.ts";

// A run leaves one store as a document and goes on, or is looked at, in another one as if it had always been there.

const child = workflow("child", (wf, n: number) => wf.step("double", () => n * 2));
const everything = workflow("everything", async (wf, input: { from: Date }) => {
  wf.title("Everything");
  wf.attributes({ size: 1, rush: true });
  wf.set("input", input);
  wf.log("begins");
  const seen: unknown[] = [wf.patched("p"), wf.random(), wf.uuid(), wf.now()];
  seen.push(await wf.step("plain", (s) => s.key));
  await wf.step("sets", (s) => s.set("from step", 2n));
  const flaky = (s: { readonly attempt: number }) => {
    if (s.attempt === 1) throw new RangeError("once");
    return "flaky";
  };
  seen.push(await wf.step("flaky", flaky, { retry: { maxAttempts: 2, initial: 1 } }));
  const fails = () => Promise.reject(new RangeError("no", { cause: input }));
  seen.push(await wf.step("fails", fails, { retry: false }).catch((error: Error) => (error.cause as Error).message));
  seen.push(await wf.step("once", () => new Map([[1, Number.NaN]]), { atMostOnce: true }));
  await wf.sleep(1);
  seen.push(await wf.call(child, 4));
  seen.push(await (await wf.start(child, 5)).result());
  await wf.send(wf.id, "self", "hello");
  seen.push(await wf.receive("self"));
  seen.push(await wf.ask({ title: "Go on?", name: "go", assignees: ["ada"] }));
  return [...seen, wf.random(), wf.get("from step"), await wf.step("last", (s) => s.key)];
});

/** As it travels. */
const sent = (document: RunExport): RunExport => JSON.parse(JSON.stringify(document));

async function waiting(workflows: readonly AnyWorkflow[] = [everything, child]): Promise<Stepwell> {
  const engine = await openEngine({ workflows });
  await engine.start(everything, { from: new Date(5) }, { id: "r", tags: ["eu"] });
  await until("it asks", async () => (await engine.approvals()).items.length === 1);
  await until("it waits", async () => (await engine.handle("r").status()).status === "waiting");
  return engine;
}

describe("a run that is not finished", () => {
  it("comes in paused, and ends as it would have where it comes from", async () => {
    const engine = await waiting();
    const document = sent(await engine.export("r"));
    const there = await openEngine({ workflows: [everything, child] });
    const run = await there.import(document);
    expect(await run.status()).toMatchObject({
      id: "r",
      status: "paused",
      title: "Everything",
      tags: ["eu"],
      attributes: { size: 1, rush: true },
      input: { from: new Date(5) },
    });
    expect(await run.journal()).toEqual(await engine.handle("r").journal());
    expect(await run.logs()).toMatchObject([{ text: "begins" }]);
    expect((await there.approvals({ assignee: "ada" })).items).toMatchObject([
      { run: "r", ask: "go", title: "Go on?" },
    ]);
    await run.resume();
    for (const one of [engine, there]) await one.handle("r").answer("go", "yes");
    expect(await run.result()).toEqual(await engine.handle("r").result());
  });

  it("takes along signals that it has not received, and their keys", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.step("first", () => 1);
      return [await wf.receive("a"), await wf.receive("b"), await wf.receive("b")];
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await run.signal("b", "early", { key: "k" });
    await until("it waits", async () => (await run.status()).status === "waiting");
    const there = await openEngine({ workflows: [flow] });
    const moved = await there.import(sent(await engine.export("r")));
    await moved.signal("b", "again", { key: "k" });
    await moved.signal("b", "late");
    await moved.signal("a", "first");
    await moved.resume();
    expect(await moved.result()).toEqual(["first", "early", "late"]);
  });

  it("with a child is told of its end, whichever comes in first; of one that did not come that it is not there", async () => {
    const slow = workflow("slow", (wf) => wf.receive("go"));
    const parent = workflow("parent", (wf) => wf.call(slow, undefined));
    const engine = await openEngine({ workflows: [parent, slow] });
    await engine.start(parent, undefined, { id: "p" });
    const waits = async (id: string) => (await engine.handle(id).status()).status === "waiting";
    await until(
      "both wait",
      async () => (await engine.count({})) === 2 && (await waits("p")) && (await waits("p~slow")),
    );
    const documents = [sent(await engine.export("p")), sent(await engine.export("p~slow"))];
    for (const order of [documents, documents.toReversed()]) {
      const there = await openEngine({ workflows: [parent, slow] });
      for (const document of order) await there.import(document);
      for (const { id } of order) await there.handle(id).resume();
      await there.handle("p~slow").signal("go", 7);
      expect(await there.handle("p").result()).toBe(7);
    }
    const alone = await openEngine({ workflows: [parent, slow] });
    const orphan = await alone.import(documents[0] as RunExport);
    await orphan.resume();
    await expect(orphan.result()).rejects.toMatchObject({ code: "run-failed", cause: { code: "unknown-run" } });
  });

  it("under another id goes on as that", async () => {
    const engine = await waiting();
    const there = await openEngine({ workflows: [everything, child] });
    const run = await there.import(sent(await engine.export("r")), { id: "other" });
    expect([run.id, (await run.status()).id]).toEqual(["other", "other"]);
    await expect(there.handle("r").status()).rejects.toMatchObject({ code: "unknown-run" });
    await run.resume();
    await run.answer("go", "yes");
    expect(await run.result()).toContain("yes");
  });
});

describe("a finished run", () => {
  it("comes in finished, and replays from any point to the same result", async () => {
    const engine = await waiting();
    await engine.handle("r").answer("go", "yes");
    const result = await engine.handle("r").result();
    const document = sent(await engine.export("r"));
    const provider = memory();
    const there = await openEngine({ store: provider, workflows: [everything, child] });
    const run = await there.import(document);
    expect(await run.result()).toEqual(result);
    const entries = await run.journal();
    expect(entries).toEqual(await engine.handle("r").journal());
    expect(await there.export("r")).toEqual({ ...document, exportedAt: expect.any(Number) });
    const store = await look(provider);
    const answered = entries.findIndex(({ kind }) => kind === "answer") + 1;
    for (let length = entries.length; length >= answered; length--) {
      await replayPrefix(store, "r", length);
      expect(await there.handle("r").result(), `from ${length}`).toEqual(result);
    }
  });

  it("with those before it, when all generations are asked for", async () => {
    let broken = true;
    const flow = workflow("flow", (wf) =>
      wf.step(
        "s",
        () => {
          if (broken) throw new RangeError("x");
          return "well";
        },
        { retry: false },
      ),
    );
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    await expect(run.result()).rejects.toThrow("x");
    broken = false;
    await run.retry();
    expect(await run.result()).toBe("well");
    expect((await engine.export("r")).generations).toHaveLength(1);
    const there = await openEngine({ workflows: [flow] });
    const moved = await there.import(sent(await engine.export("r", { generations: "all" })));
    expect(await moved.status()).toMatchObject({ generation: 2, output: "well" });
    const { all } = await there.stats();
    expect(all.ended).toMatchObject({ failed: 1, completed: 1 });
  });
});
