import type { Box, Point } from "./projection.ts";

export type Spot = Point & { radius: number; label: string };
export type Label = Point & {
  words: string;
  /** As SVG's text-anchor; x and y are those of the text's baseline. */
  anchor: "start" | "middle" | "end";
  inside: boolean;
  /** From the circle's edge to a name that found no place beside it. */
  leader?: readonly [from: Point, to: Point];
};

/** Of a bold capital of 11 pixels in the wider system fonts, on average. */
const charWidth = 7.8;
const ascent = 9;
const descent = 2;
const gap = 3;

export type Crowd = {
  /** In order of importance: who comes first has the choice. */
  named: readonly Spot[];
  /** All circles that are drawn, those in `named` too. */
  all: readonly Spot[];
};

/**
 * Names circles so that no two names meet and none covers another circle: inside where there is room, else at the first side
 * that is free, else further off with a line that leads there. A circle that finds no place for its name stays without.
 */
export function placeLabels({ named, all }: Crowd, within: Box): Label[] {
  const taken: Box[] = [];
  const labels: Label[] = [];
  for (const spot of named) {
    const others = all.filter((other) => other !== spot);
    const isFree = ({ label, box }: Candidate) => {
      // Inside its own circle a name has to mind only what is drawn over that circle: the smaller ones.
      const circles = label.inside ? others.filter(({ radius }) => radius < spot.radius) : others;
      const obstacles = [...taken, ...circles.map(circleBox)];
      return contains(within, box) && !obstacles.some((obstacle) => overlap(obstacle, box));
    };
    const free = candidates(spot).find(isFree);
    if (!free) continue;
    taken.push(free.box);
    labels.push(free.label);
  }
  return labels;
}

type Candidate = { label: Label; box: Box };

function candidates(spot: Spot): Candidate[] {
  const width = spot.label.length * charWidth;
  return [...insideOf(spot, width), ...besides(spot), ...furtherOff(spot)].map((label) => ({
    label,
    box: labelBox(label, width),
  }));
}

function insideOf({ x, y, radius, label: words }: Spot, width: number): Label[] {
  const middle = y + (ascent - descent) / 2;
  const shifts = [0, -0.5, 0.5].map((part) => part * radius);
  // At the height of the name's far edge the circle must still be as wide as the name.
  const fits = (shift: number) => radius ** 2 > (width / 2) ** 2 + (Math.abs(shift) + ascent / 2) ** 2;
  return shifts.filter(fits).map((shift) => ({ words, x, y: middle + shift, anchor: "middle", inside: true }));
}

function besides({ x, y, radius, label: words }: Spot): Label[] {
  const middle = y + (ascent - descent) / 2;
  return [
    { words, x: x + radius + gap, y: middle, anchor: "start", inside: false },
    { words, x: x - radius - gap, y: middle, anchor: "end", inside: false },
    { words, x, y: y - radius - gap - descent, anchor: "middle", inside: false },
    { words, x, y: y + radius + gap + ascent, anchor: "middle", inside: false },
  ];
}

function furtherOff({ x, y, radius, label: words }: Spot): Label[] {
  const labels: Label[] = [];
  for (const distance of [14, 24, 36, 50]) {
    for (const degrees of [0, 25, -25, 50, -50, 180, 155, 205, 130, 230]) {
      const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      const from = { x: x + cos * radius, y: y + sin * radius };
      const to = { x: x + cos * (radius + distance), y: y + sin * (radius + distance) };
      const side = cos > 0 ? 1 : -1;
      const anchor = cos > 0 ? "start" : "end";
      const baseline = to.y + (ascent - descent) / 2;
      labels.push({ words, x: to.x + side * gap, y: baseline, anchor, inside: false, leader: [from, to] });
    }
  }
  return labels;
}

function labelBox({ x, y, anchor }: Label, width: number): Box {
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { x: left, y: y - ascent, width, height: ascent + descent };
}

function circleBox({ x, y, radius }: Spot): Box {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}
