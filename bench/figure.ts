/** One line of the results: a measured value beside what it is compared with, and whether it meets its goal. */
import { median, type Pair, quartiles } from "./slices.ts";

export interface Goal {
  readonly valueLeast?: number;
  readonly valueMost?: number;
  readonly ratioLeast?: number;
  readonly ratioMost?: number;
}

export interface Figure {
  /** "W1 100 concurrent": the workload's name, then which of its figures. */
  readonly workload: string;
  readonly value: number;
  readonly unit: string;
  /** Lower and upper quartile of the slices' values; both equal the value where there was one slice. */
  readonly spread: readonly [number, number];
  /** What the value is compared with, in the same unit; undefined where a value stands by itself. */
  readonly raw: number | undefined;
  /** What raw is; "" where there is none. */
  readonly against: string;
  /** value / raw, the median of the slices. */
  readonly ratio: number | undefined;
  readonly ratioSpread: readonly [number, number] | undefined;
  readonly goal: Goal;
}

export interface FigureOf {
  readonly workload: string;
  readonly unit: string;
  readonly against: string;
  readonly goal: Goal;
}

/** From slices that alternated with those of what they are compared with. */
export function figureOf(of: FigureOf, pairs: readonly Pair[]): Figure {
  const values = pairs.map(({ value }) => value);
  const ratios = pairs.map(({ value, raw }) => value / raw);
  return {
    ...of,
    value: median(values),
    spread: quartiles(values),
    raw: median(pairs.map(({ raw }) => raw)),
    ratio: median(ratios),
    ratioSpread: quartiles(ratios),
  };
}

/** From values that are compared with nothing. */
export function plainFigure(of: Omit<FigureOf, "against">, values: readonly number[]): Figure {
  return {
    ...of,
    value: median(values),
    spread: quartiles(values),
    raw: undefined,
    against: "",
    ratio: undefined,
    ratioSpread: undefined,
  };
}

/** False when something could not be measured: a slice without any work, a comparison with nothing. */
export function isComplete({ value, raw = 0, ratio = 0 }: Figure): boolean {
  return [value, raw, ratio].every(Number.isFinite);
}

export function meets({ goal, value, ratio }: Figure): boolean {
  const { valueLeast = -Infinity, valueMost = Infinity, ratioLeast, ratioMost } = goal;
  if (!(value >= valueLeast && value <= valueMost)) return false;
  if (ratioLeast !== undefined && !(ratio !== undefined && ratio >= ratioLeast)) return false;
  return ratioMost === undefined || (ratio !== undefined && ratio <= ratioMost);
}

/** "≥ 90,000 and ≥ 0.35 ×". */
export function goalText(goal: Goal): string {
  const parts: string[] = [];
  if (goal.valueLeast !== undefined) parts.push(`≥ ${numberText(goal.valueLeast)}`);
  if (goal.valueMost !== undefined) parts.push(`≤ ${numberText(goal.valueMost)}`);
  if (goal.ratioLeast !== undefined) parts.push(`≥ ${numberText(goal.ratioLeast)} ×`);
  if (goal.ratioMost !== undefined) parts.push(`≤ ${numberText(goal.ratioMost)} ×`);
  return parts.join(" and ");
}

/** Three digits that count; whole numbers in full. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-US");
  if (size < 0.001) return value === 0 ? "0" : value.toExponential(1);
  return String(Number(value.toPrecision(size < 1 ? 2 : 3)));
}
