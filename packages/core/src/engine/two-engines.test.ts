import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { checkStore } from "../testing/invariants.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "test.db");
}

describe("two engines on one file", () => {
  it("share 300 runs: each is executed by one of them, once", async () => {
    const executed = new Map<string, string[]>();
    const shared = (who: string) =>
      workflow("shared", async (wf, n: number) => {
        const id = wf.id;
        for (const step of ["a", "b", "c"])
          await wf.step(step, async () => {
            await turns(n % 4);
            executed.set(`${id} ${step}`, [...(executed.get(`${id} ${step}`) ?? []), who]);
          });
        if (n % 10 === 0) await wf.sleep(1_010);
        return await wf.step("last", () => who);
      });
    const file = newFile();
    const store = sqlite(file);
    const client = await openEngine({ store, worker: false });
    const started = await client.startMany(
      shared("nobody"),
      Array.from({ length: 300 }, (_, n) => ({ id: `r${n}`, input: n })),
    );
    expect(started.filter(({ error }) => error !== undefined)).toEqual([]);
    const one = await openEngine({ store, workflows: [shared("one")], worker: { concurrency: 40 } });
    await openEngine({ store, workflows: [shared("other")], worker: { concurrency: 40 } });
    await until("all are done", async () => (await one.count({ status: "completed" })) === 300, 20_000);
    expect(executed.size).toBe(900);
    expect([...executed.values()].filter((who) => who.length !== 1)).toEqual([]);
    const workers = new Set([...executed.values()].flat());
    expect(workers).toEqual(new Set(["one", "other"]));
    await checkStore(await look(store));
  });

  it("one sees at once what the other has done: results, data, log, end", async () => {
    const flow = workflow("flow", async (wf) => {
      wf.set("k", 1);
      wf.log("line");
      await wf.step("s", () => turns(5));
      return "done";
    });
    const store = sqlite(newFile());
    const client = await openEngine({ store, worker: false });
    await openEngine({ store, workflows: [flow] });
    const handle = await client.start(flow);
    const events: string[] = [];
    for await (const event of handle.watch()) events.push(event.type === "entry" ? event.entry.kind : event.type);
    expect(events.filter((event) => event !== "state")).toEqual(["set", "step", "end"]);
    expect([await handle.result({ timeout: "2 s" }), await handle.get("k"), (await handle.logs()).length]).toEqual([
      "done",
      1,
      1,
    ]);
  });

  it("what one cannot run the other takes", async () => {
    const store = sqlite(newFile());
    const a = workflow("a", () => "from a");
    const b = workflow("b", () => "from b");
    const client = await openEngine({ store, worker: false });
    await openEngine({ store, workflows: [a] });
    await openEngine({ store, workflows: [b] });
    expect(await Promise.all([client.execute(b), client.execute(a)])).toEqual(["from b", "from a"]);
  });
});

describe("two engines on two stores, or in two namespaces", () => {
  it("never meet, though they share the process and the ids", async () => {
    const flow = (who: string) =>
      workflow("flow", async (wf) => {
        await wf.step("s", () => turns(3));
        return [who, wf.get("k"), wf.set("k", who)].slice(0, 2);
      });
    const store = memory();
    const engines = [
      await openEngine({ workflows: [flow("own store")] }),
      await openEngine({ store, workflows: [flow("one")], namespace: "one" }),
      await openEngine({ store, workflows: [flow("other")], namespace: "other" }),
    ];
    const results = await Promise.all(engines.map((engine) => engine.execute(flow("any"), undefined, { id: "same" })));
    expect(results).toEqual([
      ["own store", undefined],
      ["one", undefined],
      ["other", undefined],
    ]);
    expect(await Promise.all(engines.map((engine) => engine.count()))).toEqual([1, 1, 1]);
  });
});
