import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { limits } from "../model/limits.ts";
import type { KeepAlive, Serves, Store, WorkerKey, WorkerRow } from "../store/port.ts";
import { passMs } from "../testing/virtual-time.ts";
import { Lease } from "./lease.ts";

// What a registration asks of its store, and when: against a store that only notes it.

const none: Serves = { workflows: [], queues: [] };
const own = 1 as WorkerKey;

interface Answers {
  readonly beat?: boolean;
  readonly threads?: boolean;
  workers?(row: WorkerRow): readonly WorkerRow[] | Promise<readonly WorkerRow[]>;
}

function newLease({ beat = true, threads = false, workers = (row) => [row] }: Answers = {}) {
  const host = virtualHost();
  const said: unknown[] = [];
  const row: WorkerRow = { key: own, name: "w", build: "b", proof: host.proof, startedAt: 0, serves: none, beatAt: 0 };
  const thread = { stop: async () => void said.push("thread stops") };
  const store: Partial<Store> = {
    register: async () => own,
    workers: async () => workers({ ...row, beatAt: host.now() }),
    serve: async (worker, serves) => {
      said.push(["serve", worker, serves.queues.length]);
      if (serves.queues.length > 1) throw new RangeError("too many");
    },
    beat: async () => {
      said.push("beat");
      return beat;
    },
    keepAlive: (_, options: KeepAlive) => {
      if (!threads) return undefined;
      said.push(["thread", options.everyMs, options.stallMs, options.pulse.length]);
      return thread;
    },
    reap: async (dead) => {
      said.push(["reap", ...dead.map(({ key }) => key)]);
      return { workers: dead.map(({ key }) => key), runs: [] };
    },
  };
  const owner = {
    reaped: () => said.push("reaped"),
    fenced: () => said.push("fenced"),
    jumped: () => said.push("jumped"),
    troubled: (error: unknown) => said.push(String(error)),
  };
  const lease = new Lease({ host, store: store as Store, name: "w", build: "b", serves: none, owner });
  return { host, said, lease };
}

it("says what it serves once it is registered; that the store does not take it is told", async () => {
  const { host, said, lease } = newLease();
  lease.serves({ workflows: [], queues: ["a"] });
  expect(said).toEqual([]);
  await lease.register();
  lease.serves({ workflows: [], queues: ["a", "b"] });
  await host.settled();
  expect(said).toEqual([["serve", own, 2], "RangeError: too many"]);
});

it("says that it lives as often as it promises, where no thread does it", async () => {
  const { host, said, lease } = newLease();
  await lease.register();
  await passMs(host, limits.heartbeatMs - 1);
  expect(said).toEqual([]);
  await passMs(host, 2 * limits.heartbeatMs + 2);
  expect(said).toEqual(["beat", "beat", "beat"]);
  await lease.stop();
  await passMs(host, 5 * limits.heartbeatMs);
  expect(said).toEqual(["beat", "beat", "beat"]);
});

it("leaves that to the thread where there is one, and ends it", async () => {
  const { host, said, lease } = newLease({ threads: true });
  await lease.register();
  const thread = ["thread", limits.heartbeatMs, limits.loopStallMs, 1];
  await passMs(host, 3 * limits.heartbeatMs);
  expect(said).toEqual([thread]);
  await lease.register();
  await lease.stop();
  expect(said).toEqual([thread, "thread stops", thread, "thread stops"]);
});

it("whose sign of life is not taken any more was declared dead", async () => {
  const { host, said, lease } = newLease({ beat: false });
  await lease.register();
  await passMs(host, limits.heartbeatMs);
  expect(said).toEqual(["beat", "fenced"]);
});

it("that is not among the registered was declared dead, and reaps nobody", async () => {
  const silent = -limits.leaseMs;
  const { said, lease } = newLease({ workers: (row) => [{ ...row, key: 2 as WorkerKey, beatAt: silent }] });
  await lease.register();
  expect(said).toEqual(["fenced"]);
  await lease.stop();
  await lease.reapTheDead();
  expect(said).toEqual(["fenced"]);
});

it("that is not registered was not declared dead, and may be stopped", async () => {
  const { said, lease } = newLease({ workers: (row) => [{ ...row, key: 2 as WorkerKey }] });
  await lease.lookForOthers();
  await newLease().lease.stop();
  expect(said).toEqual([]);
});

it("does not take the end of its earlier registration for its own", async () => {
  const looked = Promise.withResolvers<readonly WorkerRow[]>();
  let looks = 0;
  const { said, lease } = newLease({ workers: (row) => (++looks === 2 ? looked.promise : [row]) });
  await lease.register();
  const looking = lease.reapTheDead();
  lease.worker = 2 as WorkerKey;
  looked.resolve([]);
  await looking;
  expect(said).toEqual([]);
});

it("does not reap itself, however long it was silent", async () => {
  const { said, lease } = newLease({ workers: (row) => [{ ...row, beatAt: row.beatAt - 2 * limits.leaseMs }] });
  await lease.register();
  expect(said).toEqual([]);
});

it("reaps nobody once it was stopped", async () => {
  const looked = Promise.withResolvers<readonly WorkerRow[]>();
  let looks = 0;
  let dead: readonly WorkerRow[] = [];
  const { said, lease } = newLease({
    workers: (row) => {
      dead = [row, { ...row, key: 2 as WorkerKey, beatAt: row.beatAt - 2 * limits.leaseMs }];
      return ++looks === 2 ? looked.promise : [row];
    },
  });
  await lease.register();
  const looking = lease.reapTheDead();
  await lease.stop();
  looked.resolve(dead);
  await looking;
  expect(said).toEqual([]);
});

it("looks for others when somebody has written: finding none changes nothing, finding one it looks often", async () => {
  let others: readonly WorkerKey[] = [];
  let looks = 0;
  const { host, said, lease } = newLease({
    workers: (row) => {
      looks++;
      return [row, ...others.map((key) => ({ ...row, key }))];
    },
  });
  await lease.register();
  // What others write more often than it looks around does not keep it from saying that it lives.
  for (let n = 0; n < 10; n++) {
    await passMs(host, 2_000);
    await lease.lookForOthers();
  }
  expect(said).toEqual(["beat", "beat"]);
  others = [2 as WorkerKey];
  await lease.lookForOthers();
  looks = 0;
  await passMs(host, 1_000);
  expect(looks).toBe(5);
  await lease.lookForOthers();
  expect(looks).toBe(5);
  await lease.stop();
  others = [];
  await lease.lookForOthers();
  expect(looks).toBe(5);
});

it("reaps who was silent for more than a lease, and not at a lease", async () => {
  const silentFor = (ms: number) =>
    newLease({ workers: (row) => [row, { ...row, key: 2 as WorkerKey, beatAt: row.beatAt - ms }] });
  const [dead, living] = [silentFor(limits.leaseMs + 1), silentFor(limits.leaseMs)];
  await dead.lease.register();
  await living.lease.register();
  expect(dead.said).toEqual([["reap", 2], "reaped"]);
  expect(living.said).toEqual([]);
});

it("trusts no silence for a lease after its clock has jumped", async () => {
  const { host, said, lease } = newLease({
    workers: (row) => [row, { ...row, key: 2 as WorkerKey, beatAt: firstBeat }],
  });
  const firstBeat = host.now();
  await lease.register();
  host.jump(2 * limits.leaseMs);
  await lease.reapTheDead();
  expect(said).toEqual(["jumped"]);
  await passMs(host, limits.leaseMs - 1);
  expect(said.filter((what) => what !== "beat")).toEqual(["jumped"]);
  await passMs(host, 300);
  expect(said.filter((what) => what !== "beat").slice(0, 3)).toEqual(["jumped", ["reap", 2], "reaped"]);
});
