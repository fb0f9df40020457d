import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryOf, executing, outline, running, start, treeOf } from "./run-tree.fixture.ts";
import { RunTree } from "./run-tree.ts";

describe("what executes", () => {
  test("is shown before anything of it is recorded, with its progress", () => {
    const tree = new RunTree(start);
    tree.observe([executing("load", { progress: { done: 40, total: 200 } })], start + 50);
    expect(tree.rows(running)).toMatchObject([{ state: "running", label: "load", progress: { done: 40, total: 200 } }]);
  });

  test("the run's own progress is its last row, while it goes on", () => {
    const tree = treeOf(["step", "a"]);
    tree.observe([executing("", { progress: { done: 1_250, total: 5_000 } })], start);
    expect(outline(tree.rows(running))).toEqual(["done a", "running running: 1,250 of 5,000, 25%"]);
    expect(outline(tree.rows({ ...running, status: "completed" }))).toEqual(["done a"]);
  });

  test("of a group, three are named and the others counted", () => {
    const tree = new RunTree(start);
    tree.observe(
      [1, 2, 3, 4, 5].map((n) => executing(n === 1 ? "page" : `page#${n}`)),
      start,
    );
    expect(outline(tree.rows(running))).toEqual([
      "running page 0 done 0 failed 0 retried",
      "  running page, page#2, page#3 +2",
    ]);
  });

  test("T3: an observation that comes late does not bring back what is over", () => {
    const tree = treeOf(["step", "a"]);
    tree.observe([executing("a")], start + 200);
    expect(outline(tree.rows(running))).toEqual(["done a"]);
  });

  test("T3: nor an attempt that has failed meanwhile", () => {
    const tree = treeOf(["attempt", "a", { error: new Error("503"), nextAt: start + 61_000 }]);
    tree.observe([executing("a", { attempt: 1 })], start + 200);
    expect(outline(tree.rows(running))).toEqual(["retrying a: attempt 2 in 1s: 503"]);
    tree.observe([executing("a", { attempt: 2 })], start + 300);
    expect(outline(tree.rows(running))).toEqual(["running a"]);
  });

  test("stays for a moment between its end and its entry, and then goes", () => {
    const tree = new RunTree(start);
    tree.observe([executing("a")], start);
    tree.observe([], start + 900);
    expect(outline(tree.rows(running))).toEqual(["running a"]);
    tree.observe([], start + 1_100);
    expect(tree.rows(running)).toEqual([]);
  });
});

describe("times", () => {
  test("a start that was seen counts; else the entry before, for whoever was there", () => {
    const tree = treeOf(["step", "a"]);
    tree.observe([executing("b", { startedAt: start + 120 })], start + 150);
    tree.add(entryOf(2, ["step", "b"]), { live: true });
    expect(tree.rows(running)).toMatchObject([
      { startedAt: undefined, sinceAt: start, endedAt: start + 100 },
      { startedAt: start + 120, endedAt: start + 200 },
    ]);
  });

  test("what was recorded before anyone looked has an end and no start", () => {
    const tree = new RunTree();
    for (const seq of [1, 2]) tree.add(entryOf(seq, ["step", `s${seq}`]), { live: false });
    expect(tree.rows(running)[1]).toMatchObject({ startedAt: undefined, sinceAt: undefined, endedAt: start + 200 });
  });

  test("a level spans what is below it, and has no end while any of it goes on", () => {
    const tree = treeOf(["step", "s/a"], ["step", "s/b"]);
    expect(tree.rows(running)[0]).toMatchObject({ startedAt: start, endedAt: start + 200 });
    tree.observe([executing("s/c", { startedAt: start + 250 })], start + 260);
    expect(tree.rows(running)[0]).toMatchObject({ state: "running", endedAt: undefined, done: 2, known: 3 });
  });
});

test("every step that ended is counted once, whatever was observed in between", () => {
  const op = fc.constantFrom("a", "a#2", "s/b", "m[0]/c", "m[1]/c", "m[1]/c#2");
  const event = fc.oneof(
    fc.record({ do: fc.constant("observe" as const), ops: fc.array(op, { maxLength: 4 }) }),
    fc.record({ do: fc.constant("attempt" as const), op }),
    fc.record({ do: fc.constantFrom("step" as const, "step-failed" as const), op }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const tree = new RunTree(start);
      const over = new Map<string, string>();
      for (const [index, item] of events.entries()) {
        if (item.do === "observe")
          tree.observe(
            item.ops.map((name) => executing(name)),
            start + index,
          );
        else if (!over.has(item.op)) {
          const value = item.do === "step" ? 1 : { error: new Error("x"), nextAt: start };
          tree.add(entryOf(index + 1, [item.do, item.op, value]), { live: true });
          if (item.do !== "attempt") over.set(item.op, item.do);
        }
      }
      tree.observe([], start + 1_000_000);
      const rows = tree.rows({ ...running, status: "completed" });
      let [done, failed] = [0, 0];
      for (const row of rows) {
        if (row.type === "group") [done, failed] = [done + row.done, failed + row.failed];
        if (row.type === "step")
          [done, failed] = [done + Number(row.state === "done"), failed + Number(row.state === "failed")];
      }
      expect([done, failed]).toEqual(
        ["step", "step-failed"].map((kind) => [...over.values()].filter((was) => was === kind).length),
      );
    }),
  );
});
