import { describe, expect, it } from "vitest";
import { newBatch, newStart, t0 } from "../contract/bench.ts";
import { newFile, openFile } from "./test-files.ts";

describe("the scan budget of lists", () => {
  it("ends a page that finds little, with a cursor to go on", async () => {
    const store = await openFile(newFile());
    const total = 6_000;
    for (let i = 0; i < total; i += 1_000) {
      const starts = Array.from({ length: 1_000 }, (_, k) => newStart({ id: `r${i + k}`, createdAt: t0 + i + k }));
      await store.commit(newBatch(undefined, { starts }));
    }
    const first = await store.list({ text: "r7-none" }, { limit: 5 });
    expect(first.items).toEqual([]);
    const second = await store.list({ text: "r7-none" }, { limit: 5, cursor: first.next ?? "" });
    expect(second).toEqual({ items: [], next: undefined });
    // The oldest lies beyond the budget of the first page.
    const early = await store.list({ text: "r0" }, { limit: 5 });
    expect(early.items).toEqual([]);
    const late = await store.list({ text: "r0" }, { limit: 5, cursor: early.next ?? "" });
    expect(late.items.map((row) => row.id)).toEqual(["r0"]);
    expect(await store.count({}, 5_000)).toBe(5_000);
  });
});
