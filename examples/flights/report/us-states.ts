import { readFileSync } from "node:fs";
import type { Place } from "../atlas.ts";
import { vegaDataFile } from "../vega-data.ts";

/** The outline of a state: rings of places, each closed. */
export type StateShape = { fips: number; rings: Place[][] };

/** What of TopoJSON the file uses: borders that two states share are stored once, as arcs of whole-number steps. */
type Topology = {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { states: { geometries: Geometry[] } };
};
type Geometry = { id: number } & ({ type: "Polygon"; arcs: number[][] } | { type: "MultiPolygon"; arcs: number[][][] });

export function readStates(): StateShape[] {
  const topology: Topology = JSON.parse(readFileSync(vegaDataFile("us-10m.json"), "utf8"));
  const arcs = topology.arcs.map((arc) => toPlaces(arc, topology.transform));
  return topology.objects.states.geometries
    .map((geometry) => {
      const polygons = geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs;
      return { fips: geometry.id, rings: polygons.flat().map((ring) => joinArcs(ring, arcs)) };
    })
    .sort((a, b) => a.fips - b.fips);
}

function toPlaces(steps: [number, number][], { scale, translate }: Topology["transform"]): Place[] {
  let [x, y] = [0, 0];
  return steps.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return { longitude: x * scale[0] + translate[0], latitude: y * scale[1] + translate[1] };
  });
}

/** A negative number is an arc in reverse: ~i. Each arc begins where the one before it ended. */
function joinArcs(ring: number[], arcs: readonly Place[][]): Place[] {
  return ring.flatMap((index) => {
    const arc = index >= 0 ? arcs[index] : arcs[~index]?.toReversed();
    return arc?.slice(0, -1) ?? [];
  });
}
