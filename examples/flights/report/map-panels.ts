import { chartWidth, margin } from "./chart-frame.ts";
import { albers, type Box, fitInto, type Point, type Projection } from "./projection.ts";
import type { StateShape } from "./us-states.ts";

/** One map of the sheet. */
export type Panel = { box: Box; states: StateShape[]; project: Projection };

/** What lies off the continent, at a scale of its own. */
export type Inset = Panel & {
  /** By lines. */
  name: string[];
  /** The states whose airports are drawn here. */
  holds: string[];
};

export const mapBox: Box = { x: margin, y: 84, width: chartWidth - 2 * margin, height: 486 };

// The file names states by number.
const [alaska, hawaii, puertoRico, virginIslands] = [2, 15, 72, 78];
const elsewhere = [alaska, hawaii, puertoRico, virginIslands];

/** The parallels are those customary for each place; the insets stand in the corners that the continent leaves free. */
export function layOutPanels(states: readonly StateShape[]): { continent: Panel; insets: Inset[] } {
  const { x, y, width, height } = mapBox;
  const foot = y + height;
  const draw = (fips: readonly number[], box: Box, parallels: [number, number]) => {
    const shapes = states.filter((state) => fips.includes(state.fips)).map(withoutFarIslets);
    const places = shapes.flatMap(({ rings }) => rings.flat());
    const longitude = middleOf(places.map((place) => place.longitude));
    const centre = { latitude: middleOf(parallels), longitude };
    return { box, states: shapes, project: fitInto(box, albers({ parallels, centre }), places) };
  };
  const mainland = states.map((state) => state.fips).filter((fips) => !elsewhere.includes(fips));
  const southEast = { x: x + width - 94, y: foot - 40, width: 94, height: 34 };
  return {
    continent: draw(mainland, { x, y, width, height: height - 6 }, [29.5, 45.5]),
    insets: [
      {
        name: ["Alaska"],
        holds: ["AK"],
        ...draw([alaska], { x, y: foot - 118, width: 178, height: 118 }, [55, 65]),
      },
      {
        name: ["Hawaii"],
        holds: ["HI"],
        ...draw([hawaii], { x: x + 188, y: foot - 66, width: 104, height: 66 }, [19, 22]),
      },
      {
        name: ["Puerto Rico,", "Virgin Islands"],
        holds: ["PR", "VI"],
        ...draw([puertoRico, virginIslands], southEast, [17.5, 18.5]),
      },
    ],
  };
}

function middleOf(values: readonly number[]): number {
  return (Math.min(...values) + Math.max(...values)) / 2;
}

/** Hawaii reaches a thousand miles to the northwest and Alaska over the date line, in islets that no eye would find at this size. */
function withoutFarIslets(state: StateShape): StateShape {
  const west = state.fips === hawaii ? -161 : -172;
  return {
    ...state,
    rings: state.rings.filter((ring) => ring.every(({ longitude }) => longitude > west && longitude < 0)),
  };
}

/** An SVG path; steps of under three quarters of a pixel are left out, and rings that vanish with them. */
export function outline({ states, project }: Panel): string {
  const rings = states.flatMap((state) => state.rings).map((ring) => thinOut(ring.map(project)));
  return rings
    .filter((points) => points.length > 2)
    .map((points) => `M${points.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`)
    .join("");
}

function thinOut(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= 0.75) kept.push(point);
  }
  return kept;
}
