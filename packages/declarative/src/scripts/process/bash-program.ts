/**
 * How bash is given a script and its values: on a descriptor, read by its first line.
 * Arguments and the environment are open to others, and their size is limited; a descriptor is neither.
 */
import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../../errors.ts";
import { opened } from "../../expressions/secret.ts";
import { textOf } from "../../expressions/text.ts";
import type { BoundName, BoundScript } from "../bound-script.ts";
import { readOutputs } from "./bash-outputs.ts";
import { interpreterOf } from "./find-program.ts";
import { type GroupEnd, givenDescriptor, saidDescriptor } from "./process-group.ts";
import type { Program, ProgramOutcome } from "./program.ts";
import type { RunScriptOptions } from "./run-options.ts";

/**
 * One line, so that the lines of the script keep their numbers: reads a list of names with the lengths of their values,
 * then that many bytes for each. When the sender was cut off, nothing runs. Names come from us alone.
 */
const firstLine = [
  '((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || { echo "bash 4.4 or newer is needed" >&2; exit 125; }',
  `read -r -a SW_given -u ${givenDescriptor} || exit 125`,
  'for SW_at in "${SW_given[@]}"; do case $SW_at in ' +
    '*@:0) declare -a "${SW_at%@:0}=()" ;; ' +
    '*:0) printf -v "${SW_at%:0}" %s "" ;; ' +
    `*) LC_ALL=C read -r -N "\${SW_at##*:}" -u ${givenDescriptor} "\${SW_at%:*}" || exit 125 ;; esac; done`,
  `exec ${givenDescriptor}<&- ${saidDescriptor}>&-`,
  'eval "unset SW_given SW_at SW_script; $SW_script"',
].join("; ");

/** @throws program-missing, script-value-refused */
export function bashProgram(options: RunScriptOptions, scratch: string): Program {
  const { script, values, name } = options;
  const file = join(scratch, "output");
  writeFileSync(file, "");
  return {
    command: [interpreterOf("bash", options), "--noprofile", "--norc", "-eo", "pipefail", "-c", firstLine, name],
    environment: { STEPWELL_OUTPUT: file },
    given: bashGiven(script, values),
    outcome: (end, _said, outputBytes) => outcome(file, end, outputBytes),
  };
}

function outcome(file: string, end: GroupEnd, outputBytes: number): ProgramOutcome {
  try {
    return {
      outputs: readOutputs(file, outputBytes),
      ...(signalOf(end) === undefined ? {} : { detail: signalOf(end) ?? "" }),
    };
  } catch (error) {
    return { outputs: {}, error: error as StepwellError };
  }
}

/** A program of the script that a signal has ended gives bash a number, which it ends with. */
function signalOf({ code }: GroupEnd): string | undefined {
  if (code === null || code <= 128) return undefined;
  const [name] = Object.entries(constants.signals).find(([, number]) => number === code - 128) ?? [];
  return name === undefined ? undefined : `a program of it was ended by ${name}`;
}

/** What is written to the descriptor. */
function bashGiven(script: BoundScript, values: ReadonlyMap<string, unknown>): string {
  const items = script.names.flatMap((name) => assignments(name, values.get(name.name)));
  items.push(["SW_script", script.text]);
  const head = items.map(([name, text]) => `${name}:${Buffer.byteLength(text)}`);
  return `${head.join(" ")}\n${items.map(([, text]) => text).join("")}`;
}

/** A value in pairs of name and text. */
function assignments({ name, kind, expression }: BoundName, given: unknown): [name: string, text: string][] {
  const { value } = opened(given);
  if (kind === "words" && Array.isArray(value)) {
    const items = value.map((item, index): [string, string] => [`${name}[${index}]`, textFor(expression, item)]);
    return [[`${name}@`, ""], ...items];
  }
  return [[name, kind === "number" ? wholeNumber(expression, value) : textFor(expression, value)]];
}

function textFor(expression: string, value: unknown): string {
  const text = textOf(value);
  if (text.includes("\0")) throw refused(expression, "it holds a NUL character, which no program can be given");
  return text;
}

const most = 2n ** 63n - 1n;

/** What bash computes with: anything else in its place would be evaluated. */
function wholeNumber(expression: string, value: unknown): string {
  const text = typeof value === "boolean" || value === null ? "" : textOf(value).trim();
  if (!/^[-+]?\d{1,19}$/.test(text)) throw refused(expression, "it stands in arithmetic and is no whole number");
  const number = BigInt(text.replace(/^\+/, ""));
  if (number > most || number < -most) throw refused(expression, "bash computes with 64 bits, and it needs more");
  return String(number);
}

function refused(expression: string, problem: string): Error {
  return declarativeFailure("script-value-refused", { expression, problem });
}
