import { describe, expect, test } from "vitest";
import { stepFailed } from "./run-errors.ts";
import { entryOf, outline, running, start, treeOf } from "./run-tree.fixture.ts";
import { RunTree } from "./run-tree.ts";

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

  test("a scope with one row in it is that row, and its name is the group's if it was given one", () => {
    const tree = treeOf(["step", "enrich[0]/page"], ["step", "enrich[1]/page"]);
    expect(outline(tree.rows(running))).toEqual(["done enrich 2 done 0 failed 0 retried"]);
    expect(outline(treeOf(["step", "map[0]/page"], ["step", "map[1]/page"]).rows(running))).toEqual([
      "done map/page 2 done 0 failed 0 retried",
    ]);
    expect(outline(treeOf(["step", "publish/upload"]).rows(running))).toEqual(["done publish/upload"]);
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

  test("a step that is held says that a person is to decide, and is done once when it is given a value", () => {
    const held = ["held", "pay", stepFailed("pay", 1, new Error("no money"))] as const;
    expect(outline(treeOf(held).rows(running))).toEqual(["retrying pay: waits for a person to decide: no money"]);
    const rows = treeOf(held, ["given", "pay", { act: "complete", value: 1 }]).rows(running);
    expect(outline(rows)).toEqual(["done pay"]);
  });

  test("a child that was started has not ended", () => {
    const started = ["child-started", "call~leaf", "p~leaf"] as const;
    expect(outline(treeOf(started).rows(running))).toEqual([]);
    expect(outline(treeOf(started, ["child", "call~leaf", [true, 1]]).rows(running))).toEqual(["done call leaf"]);
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
