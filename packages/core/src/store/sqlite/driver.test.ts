import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Connection } from "./driver.ts";

describe("binding", () => {
  const db = new Connection({ location: ":memory:", busyMs: 0 });
  const select = db.stmt("SELECT ?, ?");

  it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, { a: 1 }, new Date(0), true, 5n, ["x"], () => 1])(
    "refuses %s, in first place too",
    (value) => {
      for (const values of [
        [value, 1],
        [1, value],
      ]) {
        for (const verb of ["get", "run", "all", "insert"] as const) {
          expect(() => select[verb](...(values as number[]))).toThrow(
            expect.objectContaining({ code: "store-failed", facts: expect.objectContaining({ refused: true }) }),
          );
        }
      }
    },
  );

  it("takes text with any character, numbers and null", () => {
    expect(select.get("a\u0000🙂", null)).toEqual(["a\u0000🙂", null]);
    expect(select.get(1.5, 1_750_000_000_000)).toEqual([1.5, 1_750_000_000_000]);
  });
});

describe("statements are compiled once", () => {
  const files = globSync("**/*.ts", { cwd: import.meta.dirname }).filter((file) => !file.includes(".test."));

  it.each(files)("also those of %s that have a LIMIT", (file) => {
    const source = readFileSync(join(import.meta.dirname, file), "utf8");
    expect(source.match(/LIMIT \?\d*(?!\d| \+ 0)/g)).toBeNull();
  });
});
