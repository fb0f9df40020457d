import { ink, muted } from "./chart-frame.ts";
import { element, text } from "./svg.ts";

/**
 * One scale for all charts: the share of flights that arrived over 15 minutes late. Blue is better and orange worse than the
 * country's one in five; the two hues stay apart for every kind of colour blindness, and lightness tells how far.
 */
const worst = { below: Number.POSITIVE_INFINITY, colour: "#a8480a", ink: "#ffffff", words: "30 % and more" };
const classes = [
  { below: 0.1, colour: "#174f86", ink: "#ffffff", words: "under 10 %" },
  { below: 0.15, colour: "#5599cb", ink, words: "10–15 %" },
  { below: 0.2, colour: "#aed0e8", ink, words: "15–20 %" },
  { below: 0.25, colour: "#f8cb92", ink, words: "20–25 %" },
  { below: 0.3, colour: "#e28e38", ink, words: "25–30 %" },
  worst,
];

export function lateColour(share: number): string {
  return classOf(share).colour;
}

/** For words on `lateColour(share)`. */
export function inkOnLateColour(share: number): string {
  return classOf(share).ink;
}

function classOf(share: number) {
  return classes.find(({ below }) => share < below) ?? worst;
}

const swatchWidth = 84;

export function lateLegend(x: number, y: number): string {
  const swatches = classes.map(({ colour, words }, index) => {
    const left = x + index * swatchWidth;
    return (
      element("rect", { x: left, y, width: swatchWidth - 2, height: 10, fill: colour }) +
      text(words, { x: left, y: y + 25, "font-size": 11, fill: muted })
    );
  });
  return swatches.join("");
}
