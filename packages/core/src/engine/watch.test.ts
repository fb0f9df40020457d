import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import type { RunEventItem } from "./watch.ts";

const flow = workflow("flow", async (wf, count: number) => {
  for (let n = 0; n < count; n++) await wf.step(`s${n}`, () => turns(1));
  return "done";
});

async function all(events: AsyncIterable<RunEventItem>): Promise<RunEventItem[]> {
  const found: RunEventItem[] = [];
  for await (const event of events) found.push(event);
  return found;
}

describe("watch", () => {
  it("invariant 28: gives every entry once and in order, to every watcher, then the end", async () => {
    const store = memory();
    const engine = await openEngine({ store, workflows: [flow] });
    const client = await openEngine({ store, worker: false });
    const handle = await engine.start(flow, 50);
    const watchers = [handle.watch(), client.handle(handle.id).watch(), handle.watch()].map(all);
    await handle.result();
    watchers.push(all(client.handle(handle.id).watch()));
    for (const events of await Promise.all(watchers)) {
      expect(events.flatMap((event) => (event.type === "entry" ? [event.entry.op] : []))).toEqual(
        Array.from({ length: 50 }, (_, n) => `s${n}`),
      );
      expect(events.at(-1)).toMatchObject({ type: "end", status: "completed", run: handle.id, generation: 1, seq: 50 });
      expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).toSorted((a, b) => a - b));
    }
  });

  it("goes on from a position", async () => {
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, 10);
    await handle.result();
    const events = await all(handle.watch({ after: 7 }));
    expect(events.map(({ type, seq }) => [type, seq])).toEqual([
      ["entry", 8],
      ["entry", 9],
      ["entry", 10],
      ["state", 10],
      ["end", 10],
    ]);
  });

  it("invariant 28: a watcher that is late sees the entries of every generation, to the last one", async () => {
    const meter = workflow("meter", async (wf, day: number): Promise<string> => {
      await wf.step("read", () => day);
      await wf.step("bill", () => day * 10);
      if (day < 4) wf.continueAs(day + 1);
      return "done";
    });
    const engine = await openEngine({ workflows: [meter] });
    const handle = await engine.start(meter, 1);
    const watcher = handle.watch()[Symbol.asyncIterator]();
    const first = await watcher.next();
    await handle.result();
    const events = [first.value as RunEventItem, ...(await all({ [Symbol.asyncIterator]: () => watcher }))];
    const seen = events.flatMap((event) =>
      event.type === "entry" && event.entry.kind === "step" ? [[event.generation, event.entry.value]] : [],
    );
    expect(seen).toEqual(
      [1, 2, 3, 4].flatMap((day) => [
        [day, day],
        [day, day * 10],
      ]),
    );
    expect(events.at(-1)).toMatchObject({ type: "end", status: "completed", generation: 4 });
  });

  it("of a generation that is removed goes on with the newest one", async () => {
    const meter = workflow("meter", async (wf, day: number): Promise<string> => {
      await wf.step("read", () => day);
      if (day < 4) wf.continueAs(day + 1);
      return "done";
    });
    const engine = await openEngine({ workflows: [meter] });
    const handle = await engine.start(meter, 1);
    const watcher = handle.watch()[Symbol.asyncIterator]();
    await watcher.next();
    await handle.result();
    await engine.gc({ olderThan: 0 });
    const events = await all({ [Symbol.asyncIterator]: () => watcher });
    expect(events.at(-1)).toMatchObject({ type: "end", status: "completed", generation: 4 });
  });

  it("ends when its signal fires, when its consumer leaves, and when the engine closes", async () => {
    const asleep = workflow("asleep", (wf) => wf.sleep("1 h"));
    const engine = await openEngine({ workflows: [asleep] });
    const handle = await engine.start(asleep);
    await until("it waits", async () => (await handle.status()).status === "waiting");
    const stop = new AbortController();
    const stopped = all(handle.watch({ signal: stop.signal }));
    const closed = all(handle.watch());
    for await (const event of handle.watch()) if (event.type === "state") break;
    await turns();
    stop.abort();
    expect((await stopped).map(({ type }) => type)).toEqual(["state"]);
    await engine.close();
    expect((await closed).map(({ type }) => type)).toEqual(["state"]);
  });

  it("of nobody is unknown-run", async () => {
    const engine = await openEngine({ workflows: [flow] });
    await expect(all(engine.handle("nobody").watch())).rejects.toMatchObject({ code: "unknown-run" });
  });
});

describe("result", () => {
  it("with a timeout gives up waiting, not the run", async () => {
    const engine = await openEngine({ workflows: [flow] });
    const release = Promise.withResolvers<void>();
    const slow = workflow("slow", (wf) => wf.step("s", () => release.promise.then(() => "done")));
    const other = await openEngine({ workflows: [slow] });
    const handle = await other.start(slow);
    await expect(handle.result({ timeout: 20 })).rejects.toMatchObject({
      code: "result-timeout",
      facts: { status: "running" },
    });
    release.resolve();
    expect(await handle.result({ timeout: "5 s" })).toBe("done");
    await expect(engine.handle(handle.id).result()).rejects.toMatchObject({ code: "unknown-run" });
  });

  it("that is awaited when the engine closes is engine-closed", async () => {
    const asleep = workflow("asleep", (wf) => wf.sleep("1 h"));
    const engine = await openEngine({ workflows: [asleep] });
    const handle = await engine.start(asleep);
    const waiting = expect(handle.result()).rejects.toMatchObject({ code: "engine-closed" });
    await turns();
    await engine.close();
    await waiting;
  });
});
