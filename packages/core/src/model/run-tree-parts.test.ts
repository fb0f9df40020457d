import { describe, expect, test } from "vitest";
import { partKey, partsKey } from "./run-parts.ts";
import { entryOf, executing, type Given, news, parts, running, shown, start, treeOf } from "./run-tree.fixture.ts";
import { RunTree } from "./run-tree.ts";

const jobs = parts(
  { name: "lint", after: [], last: "check", aside: ["make workspace"] },
  { name: "test", after: ["lint"], last: "unit", aside: ["make workspace"] },
  { name: "ship", after: ["test", "lint"] },
);

describe("a run that says what its parts are", () => {
  test("shows those that have not begun, with what they wait for", () => {
    const tree = treeOf(jobs, ["step", "lint/make workspace"]);
    tree.observe([executing("lint/check")], running.now);
    expect(shown(tree.rows(running))).toEqual([
      "running lint/check",
      "pending test: after lint",
      "pending ship: after test, lint",
    ]);
    tree.add(entryOf(3, ["step", "lint/check"]), { live: true });
    tree.add(entryOf(4, news({ part: "lint", ended: "done" })), { live: true });
    tree.observe([], running.now + 10_000);
    expect(shown(tree.rows(running))).toEqual(["done lint", "pending test", "pending ship: after test"]);
    expect(shown(tree.rows({ ...running, status: "waiting" }))[1]).toBe("waiting test");
  });

  test("a part goes on until it says that it is over, whatever has ended in it", () => {
    const tree = treeOf(jobs, ["step", "lint/fetch"], ["step", "lint/check"]);
    expect(tree.rows(running)[0]).toMatchObject({ state: "running", label: "lint", endedAt: undefined });
    expect(tree.rows({ ...running, status: "waiting" })[0]).toMatchObject({ state: "waiting" });
    tree.add(entryOf(4, news({ part: "lint", ended: "done" })), { live: true });
    expect(shown(tree.rows(running)).slice(0, 3)).toEqual(["done lint 2/2", "  done fetch", "  done check"]);
  });

  test("a failure that does not count is none of its part", () => {
    const tree = treeOf(jobs, ["step-failed", "lint/check", new Error("no")], news({ part: "lint", ended: "done" }));
    expect(tree.rows(running)[0]).toMatchObject({ state: "done", why: "no" });
  });

  test("a part that is left out says why, and its line comes when that is known", () => {
    const tree = new RunTree(start);
    tree.add(entryOf(1, jobs), { live: true });
    const change = tree.add(entryOf(2, news({ part: "test", ended: "skipped", why: "if: false" })), { live: true });
    expect(change).toMatchObject({ state: "skipped", part: "test", why: "if: false" });
    expect(shown(tree.rows(running))).toEqual(["skipped test: if: false", "pending lint", "pending ship: after lint"]);
    expect(shown(tree.rows({ ...running, status: "cancelled" }))).toEqual(["skipped test: if: false"]);
  });

  test("each leg is one row: what it does, why it failed, that it is tried again", () => {
    const tree = treeOf(
      jobs,
      news({ part: "lint", ended: "done" }),
      news({ part: "test", legs: 4 }),
      ["step", "test/os=mac/make workspace"],
      ["step", "test/os=mac/unit"],
      ["step-failed", "test/os=win/unit", new Error("unit failed")],
      ["attempt", "test/os=bsd/fetch", { error: new Error("503"), nextAt: running.now + 5_000 }],
    );
    tree.observe([executing("test/os=linux/unit")], running.now);
    expect(shown(tree.rows(running)).slice(0, 5)).toEqual([
      "running test 2/4 [2,1,0,4]",
      "  done os=mac",
      "  failed os=win: unit failed",
      "  retrying os=bsd: fetch: attempt 2 in 5s: 503",
      "  running os=linux (unit)",
    ]);
  });

  test("a leg between two steps has not ended", () => {
    const tree = treeOf(jobs, news({ part: "test", legs: 2 }), ["step", "test/os=mac/fetch"]);
    expect(tree.rows(running)[0]).toMatchObject({ state: "running", legs: { done: 0, failed: 0, total: 2 } });
    expect(tree.rows(running)[1]).toMatchObject({ state: "running", label: "os=mac" });
  });

  test("of more than twenty legs those are shown that want a look", () => {
    const tree = treeOf(
      jobs,
      news({ part: "test", legs: 5_000 }),
      ...Array.from(
        { length: 4_000 },
        (_, n): Given =>
          n % 500 === 0 ? ["step-failed", `test/n=${n}/unit`, new Error("no")] : ["step", `test/n=${n}/unit`],
      ),
    );
    tree.observe(
      Array.from({ length: 10 }, (_, n) => executing(`test/n=${4_000 + n}/unit`)),
      running.now,
    );
    const rows = shown(tree.rows(running)).filter((row) => !row.startsWith("pending"));
    expect(rows).toEqual([
      "running test 4000/4010 [4000,8,0,5000]",
      ...[0, 500, 1000, 1500, 2000].map((n) => `  failed n=${n}: unit: no`),
      "  running n=4000, n=4001, n=4002 +7",
    ]);
  });

  test("one that goes on after what is done is not what is done", () => {
    const tree = treeOf(jobs, ["step", "lint/fetch"]);
    expect(shown(tree.rows(running)).slice(0, 2)).toEqual(["running lint 1/1", "  done fetch"]);
    tree.observe([executing("lint/check")], running.now);
    expect(shown(tree.rows(running)).slice(0, 3)).toEqual(["running lint 1/2", "  done fetch", "  running check"]);
  });

  test("a time that is over is told of by what it was the time of", () => {
    const tree = treeOf(jobs, ["step", "lint/fetch"]);
    for (const op of ["lint timeout/timeout", "test/os=mac timeout/timeout", "lint/try timeout/timeout", "time limit"])
      expect(tree.add(entryOf(3, ["timer", `sleep~${op}`]), { live: true })).toBeUndefined();
    const why = 'job "lint" was not done within 1h';
    const over = tree.add(entryOf(50, news({ part: "lint", ended: "failed", why })), { live: true });
    expect(over).toMatchObject({ state: "failed", part: "lint", why });
    expect(tree.rows(running)[0]).toMatchObject({
      state: "failed",
      label: "lint",
      why,
      endedAt: entryOf(50, jobs).at.getTime(),
    });
    // A sleep of the run's own is one.
    expect(tree.add(entryOf(51, ["timer", "sleep~test/timeout"]), { live: true })).toMatchObject({ state: "done" });
  });

  test("why a part failed is no news where a step has said so", () => {
    const tree = treeOf(jobs, ["step-failed", "lint/check", new Error("no")]);
    expect(tree.add(entryOf(3, news({ part: "lint", ended: "failed", why: "no" })), { live: true })).toBeUndefined();
  });

  test("what failed elsewhere is told by the part, and a failure that does not count is none", () => {
    const tree = treeOf(
      jobs,
      news({ part: "test", legs: 2 }),
      ["child", "call~test/os=mac/os=mac", [true, {}]],
      ["step-failed", "test/os=win/style", new Error("does not count")],
      ["step", "test/os=win/unit"],
      news({ part: "test", leg: "os=mac", ended: "failed", why: "unit has failed" }),
      news({ part: "test", ended: "failed", why: "unit has failed", failed: 1 }),
      ["child", "call~lint/lint", [true, {}]],
      news({ part: "lint", ended: "failed", why: "check has failed" }),
    );
    expect(shown(tree.rows(running)).slice(0, 4)).toEqual([
      "failed test 2/2 [2,1,0,2]",
      "  failed os=mac: unit has failed",
      "  done os=win",
      "failed lint: check has failed",
    ]);
  });

  test("another attempt of a leg takes the place of the one before", () => {
    const tree = treeOf(
      jobs,
      news({ part: "test", legs: 1 }),
      ["step-failed", "test/os=mac/unit", new Error("no")],
      ["timer", "sleep~test/os=mac retry"],
      ["step", "test/os=mac (attempt 2)/unit"],
      ["timer", "sleep~test/os=mac (attempt 2) timeout/timeout"],
      news({ part: "test", ended: "done" }),
    );
    expect(shown(tree.rows(running)).slice(0, 2)).toEqual(["done test 1/1 [1,0,0,1]", "  done os=mac"]);
  });

  test("names are shown as they were written", () => {
    const tree = treeOf(parts({ name: "a%2Fb", after: [] }), ["step", "a%2Fb/x"], ["step", "a%2Fb/y"]);
    expect(tree.rows(running)[0]).toMatchObject({ label: "a/b" });
  });

  test("values that are none of ours mean nothing", () => {
    for (const value of [
      undefined,
      1,
      [],
      [partsKey],
      [partsKey, [1, {}, { name: 1 }]],
      [partKey, { part: "x" }],
      ["mine", []],
    ])
      expect(treeOf(["set", "set~set", value], ["step", "a"]).rows(running)).toMatchObject([{ label: "a" }]);
    const tree = treeOf(jobs, news({ part: "lint", ended: "perhaps", legs: "many", why: 7 }));
    expect(shown(tree.rows(running))[0]).toBe("pending lint");
  });
});
