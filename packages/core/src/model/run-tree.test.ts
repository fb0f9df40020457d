import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepFailed } from "./run-errors.ts";
import { RunTree } from "./run-tree.ts";
import type { RunTreeRow, TreeActivity, TreeEntry, TreeFacts } from "./run-tree-row.ts";

const start = 1_000_000;
const running: TreeFacts = { now: start + 60_000, status: "running", why: "" };

/** Adds entries 100 ms apart. */
function treeOf(
  ...entries: readonly (readonly [kind: string, op: string, value?: unknown, attempt?: number])[]
): RunTree {
  const tree = new RunTree(start);
  for (const [index, entry] of entries.entries()) tree.add(entryOf(index + 1, entry), { live: true });
  return tree;
}

function entryOf(seq: number, [kind, op, value, attempt = 1]: readonly [string, string, unknown?, number?]): TreeEntry {
  return { seq, kind, op, at: new Date(start + seq * 100), attempt, value };
}

function executing(op: string, parts: Partial<TreeActivity> = {}): TreeActivity {
  return { op, attempt: 1, startedAt: start, ...parts };
}

/** Depth, state and label of each row, and what is counted. */
function outline(rows: readonly RunTreeRow[]): string[] {
  return rows.map((row) => {
    const counts = row.type === "group" ? ` ${row.done} done ${row.failed} failed ${row.retried} retried` : "";
    const level = row.type === "level" ? ` ${row.done}/${row.known}` : "";
    const why = "why" in row && row.why !== "" ? `: ${row.why}` : "";
    const labels = row.type === "executing" ? `${row.labels.join(", ")} +${row.more}` : row.label;
    return `${"  ".repeat(row.depth)}${row.state} ${labels}${counts}${level}${why}`;
  });
}

describe("rows", () => {
  test("a step is a row, in the order of recording, with its result in a few words", () => {
    const tree = treeOf(["step", "read", { records: 100_000 }], ["step", "clean", { kept: 97_412, rejected: 2_588 }]);
    const rows = tree.rows(running);
    expect(outline(rows)).toEqual(["done read", "done clean"]);
    expect(rows.map((row) => row.type === "step" && row.summary)).toEqual([
      "100,000 records",
      "97,412 kept, 2,588 rejected",
    ]);
  });

  test("operations of one name fold into one row", () => {
    const tree = treeOf(["step", "page"], ["step", "page#2"], ["step", "page#3"]);
    expect(outline(tree.rows(running))).toEqual(["done page 3 done 0 failed 0 retried"]);
  });

  test("items of a map fold by what is done in them", () => {
    const tree = treeOf(["step", "map[0]/reserve"], ["step", "map[1]/reserve"], ["step", "map[0]/ship"]);
    expect(outline(tree.rows(running))).toEqual([
      "done map 3/3",
      "  done reserve 2 done 0 failed 0 retried",
      "  done ship",
    ]);
  });

  test("a scope with one row in it is that row", () => {
    const tree = treeOf(["step", "enrich[0]/page"], ["step", "enrich[1]/page"]);
    expect(outline(tree.rows(running))).toEqual(["done enrich/page 2 done 0 failed 0 retried"]);
  });

  test("scopes are levels, and other operations say what they are", () => {
    const tree = treeOf(["step", "publish/upload"], ["timer", "sleep~publish/nap"], ["timer", "sleep~sleep"]);
    expect(outline(tree.rows(running))).toEqual([
      "done publish 2/2",
      "  done upload",
      "  done sleep nap",
      "done sleep",
    ]);
  });

  test("entries of the engine's own have no rows", () => {
    const tree = treeOf(["set", "set~total", 1], ["cancel", ""], ["patched", "patched~p"], ["kept", "late", []]);
    expect(tree.rows(running)).toEqual([]);
  });

  test("kinds that are not known yet count as ended", () => {
    expect(outline(treeOf(["receive", "receive~receive:approved"]).rows(running))).toEqual(["done receive:approved"]);
  });

  test("the run's own sentence is the last row", () => {
    const rows = treeOf(["step", "a"]).rows({ now: start, status: "waiting", why: "waits for sleep, in 2h" });
    expect(outline(rows)).toEqual(["done a", "waiting waiting: waits for sleep, in 2h"]);
  });
});

describe("attempts", () => {
  const failed = { error: new TypeError("503 from psp"), nextAt: start + 62_000 };

  test("a step that waits for its next attempt says which one, when, and why", () => {
    const tree = treeOf(["attempt", "pay", { ...failed, maxAttempts: 5 }, 2]);
    expect(outline(tree.rows(running))).toEqual(["retrying pay: attempt 3 of 5 in 2s: 503 from psp"]);
  });

  test("where the journal does not say how many there are, none is made up", () => {
    expect(outline(treeOf(["attempt", "pay", failed]).rows(running))).toEqual([
      "retrying pay: attempt 2 in 2s: 503 from psp",
    ]);
  });

  test("members of a group are named while they wait or when they have failed, up to three", () => {
    const tree = treeOf(
      ["step", "page"],
      ["step-failed", "page#2", stepFailed("page#2", 3, new Error("404")), 3],
      ...[3, 4, 5, 6].map((n) => ["attempt", `page#${n}`, failed] as const),
    );
    expect(outline(tree.rows(running))).toEqual([
      "retrying page 1 done 1 failed 4 retried",
      "  failed page#2: after 3 attempts: 404",
      ...[3, 4, 5].map((n) => `  retrying page#${n}: attempt 2 in 2s: 503 from psp`),
    ]);
  });

  test("a retry that succeeded is counted once, however many attempts it took", () => {
    const tree = treeOf(["attempt", "a", failed, 1], ["attempt", "a", failed, 2], ["step", "a", 1, 3], ["step", "a#2"]);
    expect(outline(tree.rows(running))).toEqual(["done a 2 done 0 failed 1 retried"]);
  });

  test("a run that is over waits for nothing any more", () => {
    const rows = treeOf(["attempt", "pay", failed]).rows({ ...running, status: "cancelled" });
    expect(outline(rows)).toEqual(["stopped pay: 503 from psp"]);
  });
});

describe("what executes", () => {
  test("is shown before anything of it is recorded, with its progress", () => {
    const tree = new RunTree(start);
    tree.observe([executing("load", { progress: { done: 40, total: 200 } })], start + 50);
    expect(tree.rows(running)).toMatchObject([{ state: "running", label: "load", progress: { done: 40, total: 200 } }]);
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

test("totals give a percentage, and a row before the second member", () => {
  const tree = treeOf(["step", "map[0]/page"]);
  const rows = tree.rows({ ...running, totals: new Map([["map/page", 8]]) });
  expect(rows).toMatchObject([{ type: "group", done: 1, total: 8, percent: 12 }]);
});

test("T1: ten thousand steps of one name are one row, and reading it costs nothing", () => {
  const tree = new RunTree(start);
  for (let seq = 1; seq <= 10_000; seq++) tree.add(entryOf(seq, ["step", `map[${seq}]/page`]), { live: true });
  expect(tree.rows(running)).toHaveLength(1);
  const began = performance.now();
  for (let n = 0; n < 1_000; n++) tree.rows(running);
  expect(performance.now() - began).toBeLessThan(200);
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
