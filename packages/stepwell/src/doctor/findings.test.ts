import { expect, test } from "vitest";
import { type Facts, findingsOf, type RunFacts } from "./findings.ts";

const now = 10_000_000;
const alive = { key: 1, pid: 100, dead: false, beatAt: now - 5_000 };
const none: Facts = { now, workers: [], runs: [], more: false, walBytes: 1024, where: "" };

function run(parts: Partial<RunFacts>): RunFacts {
  return {
    id: "r-1",
    workflow: "orders",
    status: "pending",
    why: "",
    owner: undefined,
    readyAt: now - 1_000,
    deaths: 0,
    buildGone: undefined,
    ...parts,
  };
}

function problems(facts: Partial<Facts>): string[] {
  const found = findingsOf({ ...none, ...facts }).filter(({ level }) => level === "problem");
  return found.map(({ message, hint }) => `${message} → ${hint}`);
}

test("nothing is wrong with nothing", () => {
  expect(problems({})).toEqual([]);
});

test("runs that are ready while no worker is alive", () => {
  expect(problems({ runs: [run({}), run({ id: "r-2", status: "waiting", readyAt: now + 5_000 })] })).toEqual([
    "1 run (r-1) waits and no worker is alive → start a process that has the code: stepwell resume r-1",
  ]);
});

test("with a live worker, only what it has left for a minute", () => {
  expect(problems({ workers: [alive], runs: [run({})] })).toEqual([]);
  expect(problems({ workers: [alive], runs: [run({ readyAt: now - 61_000 })] })).toEqual([
    "1 run (r-1) has been ready for over 1m 00s and no worker takes it → start a process that has the code: stepwell resume r-1",
  ]);
});

test("a dead worker is a problem when it holds runs", () => {
  const dead = { ...alive, key: 2, dead: true };
  expect(problems({ workers: [alive, dead] })).toEqual([]);
  expect(problems({ workers: [alive, dead], runs: [run({ status: "running", owner: 2 })] })).toEqual([
    "worker 2 (pid 100) is dead; it holds 1 run (r-1) → the next worker takes them over: stepwell resume r-1",
  ]);
});

test("so is one that is silent beyond its lease", () => {
  const silent = { ...alive, beatAt: now - 45_000 };
  expect(problems({ workers: [silent], runs: [run({ status: "running", owner: 1 })] })[0]).toContain(
    "has been silent for 45.0s",
  );
});

test("blocked runs and suspects are named with what to do", () => {
  const runs = [
    run({ status: "blocked", why: "code expects a, journal has b" }),
    run({ id: "r-2", deaths: 2, readyAt: undefined }),
  ];
  expect(problems({ workers: [alive], runs })).toEqual([
    "r-1 (orders) is blocked: code expects a, journal has b → mend the cause, then: stepwell resume r-1",
    "workers died 2 times in a row while r-2 (orders) executed → look at what its next step does: stepwell journal r-2",
  ]);
});

test("runs that are pinned to builds which nobody has, per build", () => {
  const runs = ["r-1", "r-2"].map((id) => run({ id, readyAt: undefined, buildGone: "v1" }));
  expect(
    problems({ workers: [alive], runs: [...runs, run({ id: "r-3", readyAt: undefined, buildGone: "v0" })] }),
  ).toEqual([
    '2 runs (r-1, r-2) are pinned to build "v1", which no live worker has → start that build again, or let another one go on: stepwell resume r-1 --any-build',
    '1 run (r-3) is pinned to build "v0", which no live worker has → start that build again, or let another one go on: stepwell resume r-3 --any-build',
  ]);
});

test("a write-ahead log that nobody could cut", () => {
  expect(problems({ walBytes: 200 * 1024 * 1024 })[0]).toContain("has grown to 200.0 MiB");
});

test("says how many runs are open", () => {
  const open = (count: number, more = false) => {
    const runs = Array.from({ length: count }, () => run({ status: "waiting", readyAt: undefined }));
    return findingsOf({ ...none, runs, more }).find(({ check }) => check === "runs")?.message;
  };
  expect(open(0)).toBe("no runs are open");
  expect(open(1)).toBe("1 run is open, and not left behind");
  expect(open(2)).toBe("2 runs are open, none of them left behind");
  expect(open(3, true)).toBe("3 or more runs are open, none of them left behind");
});
