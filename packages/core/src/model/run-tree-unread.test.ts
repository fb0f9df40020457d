import { expect, test } from "vitest";
import { RunTree } from "./run-tree.ts";

/** An entry of a journal whose value is decoded when it is read. */
function entry(seq: number, op: string, value: () => unknown) {
  return {
    seq,
    kind: "step" as const,
    op,
    at: new Date(seq),
    attempt: 1,
    get value() {
      return value();
    },
  };
}

function rowsOf(...entries: ReturnType<typeof entry>[]) {
  const tree = new RunTree();
  for (const one of entries) tree.add(one, { live: false });
  return tree.rows({ now: 10, status: "running", why: "", totals: new Map() });
}

test("of what was recorded before, only values that are shown are read, once", () => {
  const read: string[] = [];
  const value = (name: string) => () => {
    read.push(name);
    return 3;
  };
  const rows = rowsOf(entry(1, "a", value("a")), entry(2, "m[0]/b", value("b")), entry(3, "m[1]/b", value("b")));
  expect(rows).toMatchObject([{ op: "a", summary: "3" }, { done: 2 }]);
  expect(read).toEqual(["a"]);
});

test("what cannot be decoded is shown without words", () => {
  const damaged = () => {
    throw new TypeError("damaged");
  };
  expect(rowsOf(entry(1, "a", damaged))).toMatchObject([{ op: "a", state: "done", summary: "" }]);
});
