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
  workers?(row: WorkerRow): readonly WorkerRow[];
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
    reap: async (keys) => {
      said.push(["reap", ...keys]);
      return [];
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
