/** Variables of the script: what is assigned to each, and which of them bash evaluates when they get a value. */

import type { Danger } from "./dangers.ts";
import { declared } from "./declared.ts";
import { evaluatedVariables } from "./evaluating-names.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Command, Redirect, Span } from "./syntax.ts";

/** Something is assigned to a variable. */
export interface Assignment {
  readonly name: string;
  /** Where the value comes from. */
  readonly values: Span;
}

export interface Variables {
  readonly assignments: readonly Assignment[];
  readonly dangers: readonly Danger[];
}

export function variablesOf(reading: Reading): Variables {
  const assignments = [...written(reading), ...reading.records.loops, ...readFromInput(reading)];
  const dangers: Danger[] = [];
  const integers = assignments.length === 0 ? undefined : integersOf(reading);
  for (const { name, values } of assignments) {
    if (evaluatedVariables.has(name)) dangers.push({ span: values, refusal: refusals.code });
    if (integers?.has(name) === true || integers?.has(anyName) === true)
      dangers.push({ span: values, refusal: refusals.integer });
  }
  const declaring = reading.records.commands.filter((command) => declared(command) !== undefined);
  const arrays = declaring.length === 0 ? new Set<string>() : arraysOf(reading);
  for (const command of declaring) dangers.push(...declarationDangers(reading, command, arrays));
  return { assignments, dangers };
}

const nameOf = (text: string): string | undefined => /^[A-Za-z_]\w*/.exec(text)?.[0];
const raw = (reading: Reading, { start, end }: Span): string => reading.text.slice(start, end);

/** `NAME=…`, alone, before a command or in a declaration; `printf -v NAME`. */
function written(reading: Reading): Assignment[] {
  return reading.records.commands.flatMap((command) => {
    const [first, ...words] = command.words;
    const plain = [...command.assignments, ...(declared(command) ?? [])].flatMap((word): Assignment[] => {
      const name = nameOf(raw(reading, word));
      return name === undefined ? [] : [{ name, values: word }];
    });
    const [option, variable] = words;
    if (first?.literal !== "printf" || option?.literal !== "-v" || variable === undefined) return plain;
    const values = { start: variable.end, end: command.end };
    return [...plain, { name: nameOf(variable.literal ?? "") ?? anyName, values }];
  });
}

const fromInput = new Set(["read", "mapfile", "readarray"]);

/** `read NAME`, from what is redirected to it or to what it stands in, or from the pipeline before it. */
function readFromInput(reading: Reading): Assignment[] {
  const readers = reading.records.commands.filter(({ words }) => fromInput.has(words[0]?.literal ?? ""));
  return readers.flatMap((command) => {
    const names = command.words.slice(1).flatMap(({ literal = "" }) => (nameOf(literal) === literal ? [literal] : []));
    const implied = command.words[0]?.literal === "read" ? "REPLY" : "MAPFILE";
    return inputsOf(reading, command).flatMap((values) => [...names, implied].map((name) => ({ name, values })));
  });
}

/** Where the input of a command may come from. */
function inputsOf(reading: Reading, command: Command): Span[] {
  return reading.records.pipelines.flatMap((pipeline) => {
    const at = pipeline.findIndex(({ start, end }) => command.start >= start && command.start < end);
    const element = pipeline[at];
    if (element === undefined) return [];
    const before = pipeline.slice(0, at);
    return [...before, ...[...before, element].flatMap(({ redirects }) => redirects.flatMap(inputOf))];
  });
}

function inputOf({ operator, target, heredoc }: Redirect): Span[] {
  if (heredoc !== undefined) return [heredoc.body];
  return operator === "<<<" || operator === "<" ? (target === undefined ? [] : [target]) : [];
}

/** Stands for every variable: its name is not known. */
const anyName = "*";

/** Integers and references: whatever they get is evaluated. */
function integersOf(reading: Reading): ReadonlySet<string> {
  return declaredWith(reading, /^-[a-zA-Z]*[in]/);
}

function arraysOf(reading: Reading): ReadonlySet<string> {
  const names = declaredWith(reading, /^-[a-zA-Z]*[aA]/);
  const words = reading.records.commands.flatMap((command) => [...command.assignments, ...(declared(command) ?? [])]);
  for (const word of words) {
    const text = raw(reading, word);
    if (word.compound || /^\w+\[/.test(text)) names.add(nameOf(text) ?? anyName);
  }
  for (const { words } of reading.records.commands) {
    if (fromInput.has(words[0]?.literal ?? "")) for (const { literal = "" } of words.slice(1)) names.add(literal);
  }
  return names;
}

function declaredWith(reading: Reading, option: RegExp): Set<string> {
  const names = new Set<string>();
  for (const command of reading.records.commands) {
    const words = declared(command) ?? [];
    if (!words.some(({ head, literal }) => option.test(head) && literal !== undefined)) continue;
    for (const word of words) if (!/^[-+]/.test(word.head)) names.add(nameOf(raw(reading, word)) ?? anyName);
  }
  return names;
}

function declarationDangers(reading: Reading, command: Command, arrays: ReadonlySet<string>): Danger[] {
  return (declared(command) ?? []).flatMap((word): Danger[] => {
    const text = raw(reading, word);
    const span = { start: word.start, end: word.end };
    if (!/^["']?[A-Za-z_]\w*\+?=/.test(text)) return [{ span, refusal: refusals.noValue }];
    const name = nameOf(text.replace(/^["']/, "")) ?? "";
    const isArray = arrays.has(name) || arrays.has(anyName);
    return isArray && !word.compound ? [{ span, refusal: refusals.arrayValue }] : [];
  });
}

/** The parts of a pipeline that a command gets its input from, when that input is code. */
export function inputDangers(reading: Reading, command: Command, cure: string | undefined): Danger[] {
  const refusal = { where: "in what a program gets as its input and reads as code", cure: cure ?? refusals.code.cure };
  return inputsOf(reading, command).map((span) => ({ span, refusal }));
}
