import { element, text } from "./svg.ts";

/** The page's own colours and no others: a chart stays light in a dark reader, so that its colours keep their meaning. */
export const ink = "#1b1f24";
export const muted = "#59636e";
export const hairline = "#d5dae0";
const surface = "#ffffff";

/** For words over lines and shapes. */
export const halo = {
  stroke: surface,
  "stroke-width": 3,
  "stroke-linejoin": "round",
  "paint-order": "stroke",
} as const;

export const chartWidth = 880;
export const margin = 28;

export type Frame = {
  height: number;
  /** The finding, as a sentence. From 75 characters on it is set smaller, so that it fits on its one line. */
  title: string;
  /** What is drawn, in which unit. */
  subtitle: string;
  /** What a careful reader would ask. */
  note: string;
};

const fonts = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";

export function chart(frame: Frame, ...body: string[]): string {
  const { height, title, subtitle, note } = frame;
  const drawing = element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${chartWidth} ${height}`,
      width: chartWidth,
      height,
      role: "img",
      "aria-label": `${title}. ${subtitle}`,
      "font-family": fonts,
      "font-size": 12,
      fill: ink,
    },
    element("rect", {
      x: 0.5,
      y: 0.5,
      width: chartWidth - 1,
      height: height - 1,
      rx: 6,
      fill: surface,
      stroke: hairline,
    }),
    text(title, { x: margin, y: 40, "font-size": Math.min(18, (18 * 75) / title.length), "font-weight": 600 }),
    text(subtitle, { x: margin, y: 63, "font-size": 13, fill: muted }),
    ...body,
    text(note, { x: margin, y: height - 18, fill: muted }),
  );
  return `${drawing}\n`;
}
