import { describe, expect, it } from "vitest";
import type { Batch, WorkerKey } from "../store/port.ts";
import {
  type Answer,
  busy,
  claim,
  closed,
  fails,
  fenced,
  full,
  QueueDesk,
  resultOf,
  sendTo,
  shown,
  startOf,
  unknown,
  writeOf,
} from "../testing/queue-desk.ts";
import { passMs, quiet } from "../testing/virtual-time.ts";

// A queue whose worker was declared dead, or that is closed.

describe("a worker that was declared dead", () => {
  it("writes nothing until it has another name, and then what was asked of it", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(fenced));
    const ends = desk.start("a");
    const sent = desk.queue.send(sendTo("b"));
    desk.queue.claim(claim);
    desk.gathered = [writeOf(1)];
    await desk.flush();
    expect(desk.said).toEqual(["fenced 1", "claim lost", "landed"]);
    await desk.flush();
    expect([desk.tried.length, ends, desk.queue.hasMore]).toEqual([1, [], true]);
    desk.queue.worker = 2 as WorkerKey;
    await desk.flush();
    expect([ends, shown(desk.tried[1] as Batch), desk.tried[1]?.worker]).toEqual([["a is a"], "a >b", 2]);
    expect(await sent).toMatchObject({ sent: true });
  });

  it("and has another name already goes on at once", async () => {
    const desk = new QueueDesk();
    desk.commits.push((batch) => {
      desk.queue.worker = 2 as WorkerKey;
      return fails(fenced)(batch);
    });
    const ends = desk.start("a");
    await desk.flush();
    await desk.flush();
    expect([ends, desk.said]).toEqual([["a is a"], ["fenced 1", "landed", "committed a", "landed"]]);
  });
});

describe("a queue that is finished", () => {
  it("sees what is on its way through, and takes nothing more", async () => {
    const desk = new QueueDesk();
    const gate = Promise.withResolvers<void>();
    desk.commits.push(async (batch) => {
      await gate.promise;
      return resultOf(batch);
    });
    const ends = desk.start("a");
    await desk.flush();
    const late = desk.start("b");
    const neverSent = expect(desk.queue.send(sendTo("b"))).rejects.toBe(closed);
    const finished = desk.queue.finish(closed, 1_000);
    await passMs(desk.host, 10_000);
    expect([ends, late]).toEqual([[], []]);
    gate.resolve();
    await finished;
    await neverSent;
    await quiet(desk.host);
    expect([ends, late]).toEqual([["a is a"], ["b: engine-closed"]]);
    await expect(desk.queue.start(startOf("c"))).rejects.toBe(closed);
    await expect(desk.queue.send(sendTo("c"))).rejects.toBe(closed);
    desk.gathered = [writeOf(1)];
    await desk.flush();
    expect([desk.tried.length, desk.gathered.length]).toEqual([1, 1]);
  });

  it.each([
    ["while it waits", 0, 500],
    ["when the answer comes", 10_000, 10_000],
  ])("gives up what still cannot be written when its patience is over, %s", async (_, answersAfterMs, endsAtMs) => {
    const desk = new QueueDesk();
    const begun = desk.host.now();
    const late: Answer = async () => {
      if (answersAfterMs > 0) await new Promise<void>((resolve) => void desk.host.timer(answersAfterMs, resolve));
      throw full;
    };
    for (let n = 0; n < 20; n++) desk.commits.push(late);
    const ends = desk.start("a");
    await desk.flush();
    let endedAt = 0;
    void desk.queue.finish(closed, 500).then(() => {
      endedAt = desk.host.now() - begun;
    });
    await passMs(desk.host, 20_000);
    expect([ends, endedAt, desk.queue.failing]).toEqual([["a: engine-closed"], endsAtMs, true]);
    expect(desk.host.pendingTimers()).toBe(0);
  });

  it("goes on asking for what is unknown no longer than that", async () => {
    const desk = new QueueDesk();
    desk.commits.push(fails(unknown));
    for (let n = 0; n < 20; n++) desk.recovers.push(fails(busy));
    const ends = desk.start("a");
    await desk.flush();
    const finished = desk.queue.finish(closed, 500);
    await passMs(desk.host, 500);
    await finished;
    expect([ends, desk.tried.length, desk.host.pendingTimers()]).toEqual([["a: engine-closed"], 1, 0]);
  });

  it("waits for nothing where nothing is on its way", async () => {
    const desk = new QueueDesk();
    await desk.queue.finish(closed, 1_000);
    expect(desk.host.pendingTimers()).toBe(0);
  });

  it("keeps the first reason for which it was stopped", async () => {
    const desk = new QueueDesk();
    const ends = desk.start("a");
    desk.queue.stop(closed);
    desk.queue.stop(full);
    await quiet(desk.host);
    expect(ends).toEqual(["a: engine-closed"]);
    await expect(desk.queue.start(startOf("b"))).rejects.toBe(closed);
  });
});
