/** How Python and JavaScript are given a script: as JSON on a descriptor; on another one they say what came of it. */
import { fileURLToPath } from "node:url";
import { declarativeFailure } from "../../errors.ts";
import { textOf } from "../../expressions/text.ts";
import type { BoundName } from "../bound-script.ts";
import { interpreterOf } from "./find-program.ts";
import type { Program, ProgramOutcome } from "./program.ts";
import type { RunScriptOptions } from "./run-options.ts";
import { heapArguments } from "./script-limits.ts";
import { SecretTexts } from "./secret-texts.ts";
import { type Wire, wireOf } from "./wire.ts";

/** Programs beside this file; in the packed build all of them are JavaScript. */
const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
const nodeRunner = new URL(`../javascript/script-process.${ending}`, import.meta.url);
const pythonRunner = new URL("../python/runner.py", import.meta.url);

/** Folders whose files it reads. */
export const runnerFolders = [nodeRunner, pythonRunner].map((runner) => fileURLToPath(new URL(".", runner)));

/** @throws program-missing */
export function interpretedProgram(options: RunScriptOptions): Program {
  const { script, name, limits = {} } = options;
  const secrets = new SecretTexts();
  const values = script.names.map((bound) => givenValue(bound, options.values.get(bound.name), secrets));
  const open = (value: unknown): Wire => wireOf(secrets.open(value));
  const { text, details = { declares: [], module: false } } = script;
  const given = {
    name,
    text,
    ...details,
    values,
    params: open(options.params ?? {}),
    context: open(options.context ?? {}),
  };
  const command =
    script.shell === "python"
      ? [interpreterOf("python", options), "-u", fileURLToPath(pythonRunner)]
      : [interpreterOf(script.shell, options), ...heapArguments(limits), fileURLToPath(nodeRunner)];
  return {
    command,
    environment: {},
    given: JSON.stringify(given),
    outcome: (_end, said, outputBytes) => outcomeOf(said, { outputBytes, secrets }),
  };
}

interface GivenValue {
  readonly name: string;
  readonly expression: string;
  readonly placeholder?: string;
  readonly typed?: Wire;
  readonly text?: string;
}

function givenValue(
  { name, kind, expression, placeholder }: BoundName,
  given: unknown,
  secrets: SecretTexts,
): GivenValue {
  const value = secrets.open(given);
  const typed = kind === "text" ? {} : { typed: wireOf(value) };
  const text = kind === "typed" ? {} : { text: textOf(value) };
  return { name, expression, ...(placeholder === undefined ? {} : { placeholder }), ...typed, ...text };
}

/** What the runners say, in JSON. */
interface Said {
  /** What the script has put into `result.outputs`. */
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Names of its top level with their values. */
  readonly names?: Readonly<Record<string, unknown>>;
  /** What it has thrown. */
  readonly thrown?: string;
  /** What cannot be an output. */
  readonly problem?: string;
}

/** A name of the top level is put out only when it is small: it was not asked for. */
const mostNameChars = 32 * 1024;

/** @param text what they have said */
export function outcomeOf(
  text: string,
  { outputBytes, secrets = new SecretTexts() }: { outputBytes: number; secrets?: SecretTexts },
): ProgramOutcome {
  if (text === "") return { outputs: {} };
  const problem = (what: string): ProgramOutcome => {
    return { outputs: {}, error: declarativeFailure("outputs-invalid", { problem: what }) };
  };
  if (Buffer.byteLength(text) > outputBytes + outputBytes) return problem(`they take more than ${outputBytes} bytes`);
  const said = parsed(text);
  if (said === undefined) return problem("the program has ended while it was writing them");
  if (said.thrown !== undefined) return { outputs: {}, detail: said.thrown };
  if (said.problem !== undefined) return problem(said.problem);
  const { outputs = {}, names = {} } = said;
  const bytes = Buffer.byteLength(JSON.stringify(outputs));
  if (bytes > outputBytes) return problem(`they take ${bytes} bytes, and ${outputBytes} are allowed`);
  const small = Object.entries(names).filter(([, value]) => {
    const json = JSON.stringify(value);
    return json.length <= mostNameChars && !secrets.isIn(value);
  });
  return { outputs: Object.fromEntries([...small, ...Object.entries(outputs)]) };
}

function parsed(text: string): Said | undefined {
  try {
    return JSON.parse(text) as Said;
  } catch {
    return undefined;
  }
}
