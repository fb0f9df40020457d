import { expect, test } from "vitest";
import { albers, fitInto } from "./projection.ts";

const project = albers({ parallels: [29.5, 45.5], centre: { latitude: 37.5, longitude: -96 } });

test("the published example of the projection comes out (Snyder 1987, for a sphere of radius 1)", () => {
  const snyder = albers({ parallels: [29.5, 45.5], centre: { latitude: 23, longitude: -96 } });
  const { x, y } = snyder({ latitude: 35, longitude: -75 });
  expect(x).toBeCloseTo(0.295272, 6);
  expect(-y).toBeCloseTo(0.2416774, 6);
});

test("north is up, east is right, and the centre is the origin", () => {
  expect(project({ latitude: 37.5, longitude: -96 }).x).toBeCloseTo(0);
  expect(project({ latitude: 37.5, longitude: -96 }).y).toBeCloseTo(0);
  expect(project({ latitude: 47, longitude: -96 }).y).toBeLessThan(0);
  expect(project({ latitude: 37.5, longitude: -80 }).x).toBeGreaterThan(0);
});

test("what lies over the date line lies west of Alaska", () => {
  const alaska = albers({ parallels: [55, 65], centre: { latitude: 60, longitude: -154 } });
  expect(alaska({ latitude: 53, longitude: 173 }).x).toBeLessThan(alaska({ latitude: 53, longitude: -170 }).x);
});

test("fitted places touch two opposite edges of the box and leave none of it", () => {
  const box = { x: 10, y: 20, width: 100, height: 400 };
  const places = [
    { latitude: 48, longitude: -124 },
    { latitude: 25, longitude: -80 },
    { latitude: 45, longitude: -67 },
  ];
  const points = places.map(fitInto(box, project, places));
  expect(Math.min(...points.map(({ x }) => x))).toBeCloseTo(10);
  expect(Math.max(...points.map(({ x }) => x))).toBeCloseTo(110);
  for (const { y } of points) expect(y > 20 && y < 420).toBe(true);
});
