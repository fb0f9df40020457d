import { expect, test } from "vitest";
import { entryOf, news, parts, running, shown, treeOf } from "./run-tree.fixture.ts";

test("what an earlier run has done is shown as kept, and counts", () => {
  const tree = treeOf(
    parts(
      { name: "setup", after: [], kept: { ended: "done" } },
      { name: "docs", after: [], kept: { ended: "skipped", why: "if: false" } },
      { name: "all", after: [], kept: { ended: "done", legs: 3 } },
      { name: "work", after: ["setup"], kept: { names: ["first", "second"] } },
      { name: "test", after: ["setup", "work"] },
    ),
  );
  const kept = ["kept setup (kept)", "skipped docs: if: false", "kept all 3/3 [3,0,3,3]"];
  expect(shown(tree.rows(running))).toEqual([...kept, "pending work", "pending test: after work"]);
  tree.add(entryOf(2, ["step", "work/second"]), { live: true });
  tree.add(entryOf(3, ["step", "work/third"]), { live: true });
  tree.add(entryOf(4, news({ part: "work", ended: "done" })), { live: true });
  tree.add(entryOf(5, news({ part: "test", legs: 3, kept: { legs: 2, names: ["n=1", "n=3"] } })), { live: true });
  tree.add(entryOf(6, ["step", "test/n=2/unit"]), { live: true });
  tree.add(entryOf(7, news({ part: "test", ended: "done" })), { live: true });
  expect(shown(tree.rows({ ...running, status: "completed" }))).toEqual([
    ...kept,
    "done work 3/3",
    "  kept first (kept)",
    "  done second",
    "  done third",
    "done test 1/1 [3,0,2,3]",
    "  kept n=1 (kept)",
    "  kept n=3 (kept)",
    "  done n=2",
  ]);
});

test("of many kept legs only their number is shown, and a later attempt keeps no steps", () => {
  const many = Array.from({ length: 20 }, (_, n) => `n=${n}`);
  const tree = treeOf(
    parts({ name: "test", after: [] }, { name: "work", after: [], kept: { names: ["first"] } }),
    news({ part: "test", legs: 5_000, kept: { legs: 4_999, names: many } }),
    ["step", "test/n=7777/unit"],
    ["step-failed", "work/third", new Error("no")],
    ["step", "work (attempt 2)/first"],
    ["step", "work (attempt 2)/third"],
    news({ part: "test", ended: "done" }),
  );
  expect(shown(tree.rows(running))).toEqual([
    "done test 1/1 [5000,0,4999,5000]",
    "  done n=7777",
    "running work 2/2",
    "  kept first (kept)",
    "  failed third: no",
    "running work (attempt 2) 2/2",
    "  done first",
    "  done third",
  ]);
});
