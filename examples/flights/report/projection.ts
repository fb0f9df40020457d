import type { Place } from "../atlas.ts";

export type Point = { x: number; y: number };
export type Box = { x: number; y: number; width: number; height: number };

/** Where a place lies on paper. */
export type Projection = (place: Place) => Point;

const radian = Math.PI / 180;

type Cone = { parallels: readonly [south: number, north: number]; centre: Place };

/** Albers' conic projection, which shows equal areas equally large. The unit is the earth's radius; y grows southwards, as on paper. */
export function albers({ parallels, centre }: Cone): Projection {
  const [south, north] = [Math.sin(parallels[0] * radian), Math.sin(parallels[1] * radian)];
  const n = (south + north) / 2;
  const c = Math.cos(parallels[0] * radian) ** 2 + 2 * n * south;
  const radiusAt = (latitude: number) => Math.sqrt(c - 2 * n * Math.sin(latitude * radian)) / n;
  const origin = radiusAt(centre.latitude);
  return ({ latitude, longitude }) => {
    // The Aleutians reach over the date line.
    const east = ((((longitude - centre.longitude + 180) % 360) + 360) % 360) - 180;
    const angle = n * east * radian;
    const radius = radiusAt(latitude);
    return { x: radius * Math.sin(angle), y: radius * Math.cos(angle) - origin };
  };
}

/** The projection, scaled and moved so that these places just fit into the box. */
export function fitInto(box: Box, projection: Projection, places: readonly Place[]): Projection {
  const points = places.map(projection);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(box.width / (maxX - minX), box.height / (maxY - minY));
  const left = box.x + (box.width - scale * (maxX - minX)) / 2;
  const top = box.y + (box.height - scale * (maxY - minY)) / 2;
  return (place) => {
    const { x, y } = projection(place);
    return { x: left + (x - minX) * scale, y: top + (y - minY) * scale };
  };
}
