/** The figures as lines of a table, which can be printed one by one as they come. */
import { type Figure, goalText, meets, numberText } from "./figure.ts";

const columns = [
  { title: "workload", width: 36 },
  { title: "value", width: 19, right: true },
  { title: "quartiles", width: 19 },
  { title: "raw", width: 10, right: true },
  { title: "ratio", width: 8, right: true },
  { title: "quartiles", width: 15 },
  { title: "goal", width: 24 },
  { title: "ok", width: 4 },
] as const;

export function headLines(): string[] {
  return [line(columns.map(({ title }) => title)), line(columns.map(({ width }) => "─".repeat(width)))];
}

export function figureLine(figure: Figure): string {
  const { workload, value, unit, spread, raw, ratio, ratioSpread, goal } = figure;
  return line([
    workload,
    `${numberText(value)} ${unit}`,
    range(spread),
    raw === undefined ? "" : numberText(raw),
    ratio === undefined ? "" : numberText(ratio),
    ratioSpread === undefined ? "" : range(ratioSpread),
    goalText(goal),
    meets(figure) ? "yes" : "NO",
  ]);
}

function range([low, high]: readonly [number, number]): string {
  return `${numberText(low)} – ${numberText(high)}`;
}

function line(cells: readonly string[]): string {
  const padded = columns.map(({ width, ...rest }, at) => {
    const cell = cells[at] ?? "";
    return "right" in rest ? cell.padStart(width) : cell.padEnd(width);
  });
  return padded.join("  ").trimEnd();
}
