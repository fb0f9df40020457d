/**
 * One field of a pattern, checked and written out: values as plain numbers, so that the calculator below has nothing
 * left to interpret but `L`, `W` and `#`.
 */
import type { Field } from "./fields.ts";

/** What is wrong with a part of a text; `at` counts from its beginning. */
export interface PartProblem {
  readonly at: number;
  readonly length: number;
  readonly problem: string;
  readonly cure: string;
}

export type FieldReading = { readonly text: string } | PartProblem;

/** Every value of the field, and nothing else. */
export const everything = "*";

export function readField(text: string, field: Field): FieldReading {
  const upper = text.toUpperCase();
  if (upper === "*" || upper === "*/1" || (upper === "?" && field.days !== undefined)) return { text: everything };
  if (upper === "LW" && field.days === "month") return { text: "LW" };
  const values = new Set<number>();
  const special = new Set<string>();
  let at = 0;
  for (const item of upper.split(",")) {
    const reading = readItem(item, field);
    if ("problem" in reading) {
      const problem = `${field.name}: ${reading.problem}`;
      return { at, length: Math.max(1, item.length), problem, cure: reading.cure };
    }
    if ("special" in reading) special.add(reading.special);
    else for (const value of reading.values) values.add(value);
    at += item.length + 1;
  }
  return { text: [...[...values].sort((a, b) => a - b), ...special].join(",") };
}

type Trouble = { readonly problem: string; readonly cure: string };
type Item = { readonly values: readonly number[] } | { readonly special: string } | Trouble;

function readItem(item: string, field: Field): Item {
  if (item === "") return { problem: "there is nothing between its commas", cure: "take the needless comma away" };
  if (item === "*") return { problem: `"*" in a list`, cure: "write * alone: it allows every value" };
  if (item === "?") return { problem: `"?" stands for a day, and alone`, cure: "write * here" };
  if (item.includes("/")) return readStep(item, field);
  return specialDay(item, field) ?? readRange(item, field);
}

function readStep(item: string, field: Field): Item {
  const [base = "", step = "", ...more] = item.split("/");
  if (more.length > 0 || !/^\d{1,4}$/.test(step) || Number(step) === 0)
    return {
      problem: `"${item}" has no step that is a number above 0`,
      cure: `write */2, or a range as ${example(field)}/2`,
    };
  const range: Item = base === "*" ? { values: between(field.from, field.to) } : readRange(base, field);
  if (!("values" in range)) return range;
  if (!base.includes("-") && base !== "*")
    return { problem: `"${item}" has a step and no range`, cure: `write ${base}-${field.to}/${step}` };
  const { values } = range;
  if (Number(step) > 1 && Number(step) >= values.length)
    return {
      problem: `the step of "${item}" leads out of its range`,
      cure: `write ${base.split("-")[0]?.replace("*", String(field.from))}: it fires at no other`,
    };
  return { values: values.filter((_, index) => index % Number(step) === 0) };
}

/** `L`, `15W`, `FRIL`, `MON#2`; undefined for all others. */
function specialDay(item: string, field: Field): Item | undefined {
  if (field.days === "month") {
    if (item === "L") return { special: "L" };
    if (item === "LW") return { problem: `"LW" in a list`, cure: "write LW alone, as a schedule of its own" };
    if (item.startsWith("L-"))
      return { problem: `"${item}" counts from the end`, cure: "only the last day, L, can be named so" };
    const near = /^(\d+)W$/.exec(item)?.[1];
    if (near === undefined) return undefined;
    const reading = readValue(near, field);
    return typeof reading === "number" ? { special: `${reading}W` } : reading;
  }
  if (field.days !== "week") return undefined;
  if (item === "L") return { problem: `"L" of which weekday?`, cure: "write FRIL for the last Friday of the month" };
  const [, day, which] = /^([^-]+?)(L|#.*)$/.exec(item) ?? [];
  if (day === undefined || which === undefined) return undefined;
  const reading = readValue(day, field);
  if (typeof reading !== "number") return reading;
  if (!/^(?:L|#[1-5])$/.test(which))
    return {
      problem: `"${item}" names no week of a month`,
      cure: "write a number from 1 to 5: MON#2; the last one is MONL",
    };
  return { special: `${reading % 7}${which}` };
}

function readRange(item: string, field: Field): Item {
  const [first = "", last, ...more] = item.split("-");
  if (more.length > 0) return { problem: `"${item}" is no range`, cure: `write it as ${example(field)}` };
  const from = readValue(first, field);
  if (typeof from !== "number") return from;
  if (last === undefined) return { values: [wrap(from, field)] };
  const end = readValue(last, field);
  if (typeof end !== "number") return end;
  // A week may be written from either end: SAT-SUN goes to the Sunday that follows.
  const to = field.days === "week" && last === "SUN" && from > 0 ? 7 : end;
  if (from > to) {
    const cure = `write ${first}-${shown(field.to, field)},${shown(field.from, field)}-${last}`;
    return { problem: `the range "${item}" runs backwards`, cure };
  }
  return { values: between(from, to).map((value) => wrap(value, field)) };
}

function readValue(text: string, field: Field): number | Trouble {
  const range = `${field.from} to ${field.to}`;
  const named = field.names?.indexOf(text) ?? -1;
  if (named >= 0) return named + field.from;
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    if (value >= field.from && value <= (field.days === "week" ? 7 : field.to)) return value;
    return { problem: `${text} is out of its bounds`, cure: `give a value from ${range}` };
  }
  const short = field.names?.find((name) => text.startsWith(name));
  if (short !== undefined)
    return { problem: `"${text}" is not a name`, cure: `write ${short}: names have three letters` };
  const names = field.names === undefined ? "" : `, or a name from ${field.names[0]} to ${field.names.at(-1)}`;
  return { problem: `"${text}" is not a value`, cure: `give a number from ${range}${names}` };
}

const wrap = (value: number, field: Field): number => (field.days === "week" ? value % 7 : value);
const between = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const shown = (value: number, field: Field): string => field.names?.[value - field.from] ?? String(value);
const example = (field: Field): string => `${shown(field.from, field)}-${shown(field.to, field)}`;
