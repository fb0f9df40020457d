import { describe, expect, it } from "vitest";
import { limits } from "../model/limits.ts";
import type { Batch } from "../store/port.ts";
import {
  broken,
  busy,
  claim,
  closed,
  fails,
  full,
  QueueDesk,
  refusal,
  resultOf,
  sendTo,
  shown,
  startOf,
  unknown,
  writeOf,
} from "../testing/queue-desk.ts";
import { passMs, quiet } from "../testing/virtual-time.ts";

// What becomes of a batch, answer by answer: C1 to C4 of commit-queue.ts.

describe("a batch", () => {
  it("is made of all that waits, and tells each what came of it", async () => {
    const desk = new QueueDesk();
    const points: string[] = [];
    desk.host.onPoint((name, detail) => void points.push(`${name} ${detail}`));
    const ends = desk.start("a", "b");
    const sent = desk.queue.send(sendTo("c"));
    desk.queue.claim(claim);
    desk.gathered = [writeOf(7)];
    expect(desk.queue.hasMore).toBe(true);
    await desk.flush();
    expect([ends, await sent]).toEqual([["a is a", "b is b"], { sent: true, run: "c", repeated: false }]);
    expect(desk.said).toEqual(["committed a b >c 7 claim", "landed"]);
    const [batch] = desk.tried as [Batch];
    expect(batch).toMatchObject({ worker: 1, at: desk.host.now(), claim });
    expect(points).toEqual([`commit:before ${batch.id}`, `commit:after ${batch.id}`]);
    expect([desk.queue.hasMore, desk.queue.failing]).toEqual([false, false]);
  });

  it.each(["start", "send", "claim", "write"])("is made for a single %s, and not for nothing", async (what) => {
    const desk = new QueueDesk();
    await desk.flush();
    expect(desk.said).toEqual([]);
    if (what === "start") desk.start("a");
    else if (what === "send") void desk.queue.send(sendTo("a"));
    else if (what === "claim") desk.queue.claim(claim);
    else desk.gathered = [writeOf(1)];
    expect(desk.queue.hasMore).toBe(what !== "write");
    await desk.flush();
    await desk.flush();
    expect([desk.said.length, desk.tried.length]).toEqual([2, 1]);
  });

  it("is made without a worker, too, for who only starts and looks", async () => {
    const desk = new QueueDesk({ registered: false });
    const ends = desk.start("a");
    await desk.flush();
    expect([ends, desk.tried[0]?.worker]).toEqual([["a is a"], undefined]);
  });

  it("takes no more than one may hold of each; the rest waits for the next", async () => {
    const desk = new QueueDesk();
    const large = "x".repeat(limits.batchBytes);
    for (const id of ["a", "b"]) void desk.queue.start({ ...startOf(id), input: large });
    for (const to of ["c", "d"]) void desk.queue.send({ ...sendTo(to), payload: large });
    await desk.flush();
    expect([desk.tried.map(shown), desk.queue.hasMore]).toEqual([["a >c"], true]);
    await desk.flush();
    expect([desk.tried.map(shown), desk.queue.hasMore]).toEqual([["a >c", "b >d"], false]);
  });

  it("C1: goes alone; what gathers meanwhile goes with the next, under another id", async () => {
    const desk = new QueueDesk();
    const gate = Promise.withResolvers<void>();
    desk.commits.push(async (batch) => {
      await gate.promise;
      return resultOf(batch);
    });
    desk.start("a");
    await desk.flush();
    desk.start("b");
    desk.gathered = [writeOf(1)];
    await desk.flush();
    expect(desk.tried.map(shown)).toEqual(["a"]);
    gate.resolve();
    await quiet(desk.host);
    expect(desk.said).toEqual(["committed a", "landed"]);
    await desk.flush();
    expect(desk.tried.map(shown)).toEqual(["a", "b 1"]);
    expect(new Set(desk.tried.map(({ id }) => id)).size).toBe(2);
  });
});

describe("a batch that cannot be written now", () => {
  it.each([
    ["full", full],
    ["failing", busy],
  ])("C2: is written again, the same, ever later, while the store is %s", async (_, error) => {
    const desk = new QueueDesk();
    for (let n = 0; n < 8; n++) desk.commits.push(fails(error));
    const ends = desk.start("a");
    await desk.flush();
    expect(desk.queue.failing).toBe(true);
    await passMs(desk.host, 50 + 100 + 200 + 400 + 800 + 1_600 + 2_000 + 1_999);
    expect([desk.tried.length, ends, desk.queue.failing]).toEqual([8, [], true]);
    await passMs(desk.host, 1);
    const waits = [50, 100, 200, 400, 800, 1_600, 2_000, 2_000].map((ms) => `${error.code}: again in ${ms}`);
    expect(desk.said).toEqual([...waits, "committed a", "landed"]);
    expect([ends, desk.queue.failing, new Set(desk.tried).size]).toEqual([["a is a"], false, 1]);
  });

  it("C3: is asked for when nobody knows whether it was written, until the store answers", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(unknown));
    for (let n = 0; n < 8; n++) desk.recovers.push(fails(busy));
    const ends = desk.start("a");
    await desk.flush();
    expect(desk.queue.failing).toBe(true);
    await passMs(desk.host, 60_000);
    const waits = [50, 100, 200, 400, 800, 1_600, 2_000, 2_000].map((ms) => `store-failed: again in ${ms}`);
    expect(desk.said.filter((what) => what !== "asked for a")).toEqual([...waits, "committed a", "landed"]);
    expect([desk.tried.length, ends, desk.queue.failing]).toEqual([1, ["a is a"], false]);
  });

  it("C3: is written again, the same, when it was not", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(unknown));
    desk.recovers.push(() => undefined);
    const ends = desk.start("a");
    await desk.flush();
    await passMs(desk.host, 50);
    expect(desk.said).toEqual(["asked for a", "outcome-unknown: again in 50", "committed a", "landed"]);
    expect([ends, desk.tried.length, new Set(desk.tried).size]).toEqual([["a is a"], 2, 1]);
  });
});

describe("a batch that is refused for what it holds", () => {
  it("C4: is written part by part, and only the culprits suffer", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(refusal));
    for (const part of ["a", "b", "c", "1", "2"])
      desk.commits.push(part === "b" || part === "2" ? fails(refusal) : resultOf);
    const ends = desk.start("a", "b");
    const sent = desk.queue.send(sendTo("c"));
    desk.gathered = [writeOf(1), writeOf(2)];
    desk.queue.claim(claim);
    await desk.flush();
    expect(desk.tried.map(shown)).toEqual(["a b >c 1 2 claim", "a", "b", ">c", "1", "2"]);
    expect(desk.said).toEqual([
      "committed a",
      "committed >c",
      "committed 1",
      "refused 2: store-failed",
      "claim lost",
      "landed",
    ]);
    expect([ends, await sent]).toEqual([["a is a", "b: store-failed"], { sent: true, run: "c", repeated: false }]);
    expect(new Set(desk.tried.map(({ id }) => id)).size).toBe(6);
    expect([desk.queue.failing, desk.host.pendingTimers()]).toEqual([false, 0]);
  });

  it("C4: is written part by part also when it has but two", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(refusal), resultOf, fails(refusal));
    const ends = desk.start("a");
    const sent = expect(desk.queue.send(sendTo("b"))).rejects.toBe(refusal);
    await desk.flush();
    await sent;
    expect([ends, desk.tried.map(shown)]).toEqual([["a is a"], ["a >b", "a", ">b"]]);
  });

  it("and holds a claim alone gives that up", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(refusal));
    desk.queue.claim(claim);
    await desk.flush();
    expect(desk.said).toEqual(["store-failed: again in 2000", "claim lost", "landed"]);
  });

  it.each([closed, broken])(
    "is our mistake where the engine is broken: then it is not tried in parts",
    async (error) => {
      const desk = new QueueDesk();
      desk.commits.push(fails(error));
      const ends = desk.start("a", "b");
      desk.queue.claim(claim);
      await desk.flush();
      expect([desk.said, desk.tried.length]).toEqual([[`broken: ${error.code}`, "claim lost", "landed"], 1]);
      expect(ends).toEqual([`a: ${error.code}`, `b: ${error.code}`]);
    },
  );
});
