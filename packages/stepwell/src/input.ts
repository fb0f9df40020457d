/** The input of a run: JSON from the command line, a file or standard input, and single parameters. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";

/** Undefined when nothing was given. @throws input-not-json, input-not-readable, input-not-mergeable, wrong-flag-value */
export async function readInput({ given, environment }: CommandCall): Promise<unknown> {
  const text = given.text("input");
  const whole = text === undefined ? undefined : await readValue(text, { flag: "--input", environment });
  const params = given.texts("param");
  if (params.length === 0) return whole;
  if (whole !== undefined && !isPlainObject(whole))
    throw commandFailure("input-not-mergeable", { found: kindOf(whole) });
  return { ...whole, ...Object.fromEntries(params.map(readParam)) };
}

interface Reading {
  /** At which it stands, for messages. */
  readonly flag: string;
  readonly environment: CommandCall["environment"];
}

/** JSON, `@file`, or `-` for standard input. @throws input-not-json, input-not-readable */
export async function readValue(text: string, { flag, environment }: Reading): Promise<unknown> {
  if (text !== "-" && !text.startsWith("@")) return parse(text, flag);
  return await readJson(text === "-" ? text : text.slice(1), environment);
}

/** @param file path; - for standard input @throws input-not-json, input-not-readable */
export async function readJson(file: string, environment: CommandCall["environment"]): Promise<unknown> {
  if (file === "-") return parse(await environment.readInput(), "standard input");
  let content: string;
  try {
    content = readFileSync(resolve(environment.folder, file), "utf8");
  } catch (error) {
    throw commandFailure("input-not-readable", { file, problem: messageOf(error) }, error);
  }
  return parse(content, file);
}

function parse(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw commandFailure("input-not-json", { from, problem: messageOf(error) });
  }
}

/** `n=3` is a number, `ok=true` a boolean, `day=2026-01-01` text: what is JSON counts as such, the rest as it stands. */
function readParam(text: string): readonly [string, unknown] {
  const mark = text.indexOf("=");
  if (mark < 1)
    throw commandFailure("wrong-flag-value", {
      flag: "-p",
      value: text,
      problem: "is not written as key=value, which is one field; --input takes the whole",
    });
  const value = text.slice(mark + 1);
  try {
    return [text.slice(0, mark), JSON.parse(value)];
  } catch {
    return [text.slice(0, mark), value];
  }
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
