import { describe, expect, it } from "vitest";
import { nodeHost } from "../host/node.ts";
import type { Host } from "../host/port.ts";
import { workflow } from "../operations/workflow.ts";
import type { Batch } from "../store/port.ts";
import { changes, holds } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { turns, until } from "../testing/until.ts";

// Invariant 6: a body starts only after all results that its run had consumed were durable.
// V2: nobody outside is told of anything before it is on disk.

const two = workflow("two", async (wf) => {
  const a = await wf.step("a", () => 1);
  return a + (await wf.step("b", () => 2));
});

/** The moments of a history: which body begins, and when a batch is on disk. */
function recording(): { host: Host; history: string[] } {
  const history: string[] = [];
  const point: Host["point"] = (name, detail) => {
    if (name === "body:before") history.push(`body ${detail}`);
    if (name === "commit:after") history.push("committed");
  };
  return { host: { ...nodeHost(), point }, history };
}

describe("a body starts only when what its run has consumed is on disk", () => {
  it("its run's row, and each result before it", async () => {
    const { host, history } = recording();
    const { engine, gate } = await gatedEngine({ workflows: [two], host });
    history.length = 0;
    gate.close();
    const running = engine.execute(two);
    await gate.held();
    await turns(50);
    expect(history).toEqual([]);
    gate.open();
    gate.closeFor(holds("step"));
    await gate.held();
    await turns(50);
    expect(history).toEqual(["committed", "body a"]);
    gate.open();
    expect(await running).toBe(3);
    expect(history).toEqual(["committed", "body a", "committed", "body b", "committed"]);
  });

  it("a result that is not on disk holds up only bodies that come after it", async () => {
    const begun: string[] = [];
    const slow = Promise.withResolvers<void>();
    const both = workflow("both", async (wf) => {
      const first = wf
        .step("first", () => void begun.push("first"))
        .then(() => wf.step("next", () => void begun.push("next")));
      await Promise.all([first, wf.step("slow", () => slow.promise)]);
    });
    const { engine, gate } = await gatedEngine({ workflows: [both, two] });
    gate.closeFor(holds("step"));
    const running = engine.execute(both);
    await gate.held();
    await turns(30);
    expect(begun).toEqual(["first"]);
    gate.open();
    await until("the next one begins", () => begun.length === 2);
    slow.resolve();
    await running;
  });

  it("sequential steps cost one commit each; the last result shares the run's end", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [two] });
    expect(await engine.execute(two)).toBe(3);
    const shape = (batch: Batch) => [
      batch.starts.length,
      batch.writes.flatMap(({ entries }) => entries.map(({ op }) => op)).join(),
      batch.writes.map(({ change }) => change?.event).join(),
    ];
    expect(gate.seen.filter((batch) => batch.starts.length + batch.writes.length > 0).map(shape)).toEqual([
      [1, "", ""],
      [0, "a", ""],
      [0, "b", "complete"],
    ]);
  });

  it("what happens in one turn shares one commit, whatever run it belongs to", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [two] });
    await Promise.all(Array.from({ length: 100 }, () => engine.execute(two)));
    expect(gate.seen.length).toBeLessThan(12);
  });
});

describe("nobody outside is told before it is on disk", () => {
  it("start() resolves when the row is there", async () => {
    const { engine, gate, store } = await gatedEngine({ workflows: [two] });
    gate.close();
    let resolved = false;
    const starting = engine.start(two, undefined, { id: "a" }).finally(() => (resolved = true));
    await gate.held();
    await turns(50);
    expect([resolved, await store.find("a")]).toEqual([false, undefined]);
    gate.open();
    await starting;
    expect(await store.find("a")).toBeDefined();
  });

  it("result() and watch() are silent about what is not committed", async () => {
    const { engine, gate } = await gatedEngine({ workflows: [two] });
    gate.closeFor(changes("complete"));
    const handle = await engine.start(two);
    const told: string[] = [];
    void handle.result().then(() => told.push("result"));
    const watching = (async () => {
      for await (const event of handle.watch()) {
        if (event.type === "entry") told.push(`entry ${event.entry.op}`);
        if (event.type === "end") told.push("end");
      }
    })();
    await gate.held();
    await turns(50);
    expect(told).toEqual(["entry a"]);
    expect((await handle.status()).status).toBe("running");
    gate.open();
    await watching;
    expect(told.toSorted()).toEqual(["end", "entry a", "entry b", "result"]);
  });

  it("data, title and log lines neither", async () => {
    const notes = workflow("notes", async (wf) => {
      wf.set("k", "v");
      wf.title("t");
      wf.log("line");
      await wf.step("a", () => 1);
    });
    const { engine, gate, store } = await gatedEngine({ workflows: [notes] });
    gate.closeFor(holds("set"));
    const handle = await engine.start(notes);
    await gate.held();
    await turns(30);
    const seen = async () => [await handle.get("k"), (await handle.status()).title, (await handle.logs()).length];
    expect(await seen()).toEqual([undefined, undefined, 0]);
    gate.open();
    await handle.result();
    expect(await seen()).toEqual(["v", "t", 1]);
    const run = (await store.find(handle.id))!;
    expect((await store.journal(run.key, 0, 9)).map(({ kind }) => kind)).toEqual(["set", "title", "step"]);
  });
});
