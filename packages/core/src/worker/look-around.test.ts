import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import type { Notice, RunKey, WorkerKey } from "../store/port.ts";
import { passMs } from "../testing/virtual-time.ts";
import { LookAround, type LookAroundParts } from "./look-around.ts";

function lookingAround() {
  const host = virtualHost();
  const world = {
    failing: new Set<string>(),
    absent: false,
    peeks: 0,
    others: 0,
    busy: false,
    away: new Set<number>(),
  };
  const [heard, said]: [number[], string[]] = [[], []];
  let there: readonly Notice[] = [1, 2, 3].map((n) => ({ position: n, run: n as RunKey, kind: "cancel" }));
  const may = (what: string): void => {
    if (world.failing.has(what)) throw failure("store-failed", { operation: what, problem: "locked" });
  };
  const store = {
    notices: async () => there,
    dropNotices: async (_: WorkerKey, upTo: number) => {
      there = there.filter(({ position }) => position > upTo);
    },
  };
  const parts = {
    options: { host, store, events: { notice: (text: string) => void said.push(text) } },
    absent: () => world.absent,
    lease: {
      worker: 1 as WorkerKey,
      lookForOthers: async () => {
        may("others");
        world.others++;
      },
    },
    intake: {
      noticed: async ({ run }: Notice) => {
        may(`run ${run}`);
        if (world.away.has(run)) return false;
        heard.push(run);
        return true;
      },
    },
    queue: {
      get busy() {
        return world.busy;
      },
    },
    claiming: {
      peek: async () => {
        may("peek");
        world.peeks++;
      },
    },
  };
  const around = new LookAround(parts as unknown as LookAroundParts);
  return { host, world, heard, said, around, left: () => there.map(({ position }) => position) };
}

it("a request that could not be heard is heard at the next look, and keeps no other from being heard", async () => {
  const { host, world, heard, said, around, left } = lookingAround();
  world.failing.add("run 2");
  await around.look();
  expect([heard, left(), world.peeks, said]).toEqual([
    [1, 3],
    [2, 3],
    1,
    ["looking for requests failed; it is tried again"],
  ]);
  world.failing.clear();
  await passMs(host, 1_000);
  expect([heard, left(), world.peeks]).toEqual([[1, 3, 2, 3], [], 2]);
});

it.each(["others", "peek"])("nobody else writes, and what failed (%s) is tried again", async (what) => {
  const { host, world, said, around } = lookingAround();
  world.failing.add(what);
  await around.look();
  await passMs(host, 120_000);
  // After 1, 2, 4, 8, 16 and then every 30 seconds.
  expect(said).toHaveLength(8);
  world.failing.clear();
  await passMs(host, 30_000);
  const { peeks, others } = world;
  await passMs(host, 120_000);
  expect([said.length, world.peeks, world.others]).toEqual([8, peeks, others]);
  expect(Math.min(peeks, others)).toBe(1);
});

it("who is gone looks no more", async () => {
  const { host, world, said, around } = lookingAround();
  world.failing.add("peek");
  await around.look();
  world.absent = true;
  await passMs(host, 120_000);
  await around.look();
  expect(said).toHaveLength(1);
});

it("what is asked of a run that is not here is heard again once the batch on its way has come back", async () => {
  const { host, world, heard, around, left } = lookingAround();
  world.busy = true;
  world.away.add(2);
  await around.look();
  expect([heard, left()]).toEqual([[1, 3], []]);
  world.busy = false;
  world.away.clear();
  world.failing.add("run 2");
  await around.hearAgain();
  expect(heard).toEqual([1, 3]);
  world.failing.clear();
  await passMs(host, 1_000);
  expect(heard).toEqual([1, 3, 2]);
});

it("where no batch is on its way, a run that is not here has gone", async () => {
  const { world, heard, around } = lookingAround();
  world.away.add(2);
  await around.look();
  world.away.clear();
  await around.hearAgain();
  await around.look();
  expect(heard).toEqual([1, 3]);
});
