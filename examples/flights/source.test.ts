import { expect, test } from "vitest";
import { describeSource, partsPerGroup, planParts, readPart } from "./source.ts";

const source = await describeSource();

test("the file is described without reading its rows", () => {
  expect(source).toMatchObject({
    rows: 3_000_000,
    columns: ["date", "delay", "distance", "origin", "destination"],
  });
  expect(source.groups).toHaveLength(11);
  expect(source.groups.at(-1)?.rowEnd).toBe(source.rows);
});

test("the parts cover every row once, in order, and none reaches over two row groups", () => {
  const parts = planParts(source);
  expect(parts).toHaveLength(11 * partsPerGroup);
  expect(parts.map((part) => part.index)).toEqual(parts.keys().toArray());
  let next = 0;
  for (const part of parts) {
    expect(part.rowStart).toBe(next);
    expect(source.groups).toContainEqual(part.group);
    expect(part.rowStart).toBeGreaterThanOrEqual(part.group.rowStart);
    expect(part.rowEnd).toBeLessThanOrEqual(part.group.rowEnd);
    next = part.rowEnd;
  }
  expect(next).toBe(source.rows);
});

test("groups smaller than their number of parts give no empty parts", () => {
  const parts = planParts({
    groups: [
      { rowStart: 0, rowEnd: 2 },
      { rowStart: 2, rowEnd: 3 },
    ],
  });
  expect(parts.map((part) => [part.rowStart, part.rowEnd])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
});

test("a part is its own rows and no others", async () => {
  const [group] = source.groups;
  const whole = await readPart({ index: 0, rowStart: 0, rowEnd: 40, group: group! });
  const slice = await readPart({ index: 0, rowStart: 25, rowEnd: 40, group: group! });
  for (const column of ["minute", "delay", "distance", "origin", "destination"] as const)
    expect([...slice[column]]).toEqual([...whole[column].slice(25)]);
  expect(whole.origin).toHaveLength(40);
  expect(whole.minute[0]).toBe(Date.parse("2001-01-01T00:01Z") / 60_000);
  expect([whole.delay[0], whole.distance[0], whole.origin[0], whole.destination[0]]).toEqual([33, 2176, "LAS", "PHL"]);
});
