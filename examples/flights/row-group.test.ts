import { expect, test } from "vitest";
import { decodeGroup } from "./row-group.ts";

const first = { rowStart: 0, rowEnd: 272_727 };
const second = { rowStart: 272_727, rowEnd: 545_454 };

test("a group has its own rows in full, whatever was read before or meanwhile", async () => {
  const [a, b, again] = await Promise.all([decodeGroup(first), decodeGroup(second), decodeGroup(first)]);
  expect(a.origin).toHaveLength(272_727);
  expect(b.origin).toHaveLength(272_727);
  expect(again).toEqual(a);
  expect(b.minute[0]).toBeGreaterThanOrEqual(a.minute.at(-1)!);
  for (const columns of [a, b]) {
    const numbers = columns.minute.every((value, row) =>
      Number.isInteger(value + columns.delay[row]! + columns.distance[row]!),
    );
    expect(numbers).toBe(true);
    expect(columns.origin.every((code, row) => code.length === 3 && columns.destination[row]!.length === 3)).toBe(true);
  }
});

test("the group that was asked for last is not decoded anew", async () => {
  const columns = await decodeGroup(second);
  expect(await decodeGroup(second)).toBe(columns);
});

test("a read that failed is not kept for the next one", async () => {
  await expect(decodeGroup({ rowStart: 0, rowEnd: -1 })).rejects.toThrow(RangeError);
  expect((await decodeGroup(first)).origin).toHaveLength(272_727);
});
