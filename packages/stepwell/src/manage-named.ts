/** What `secrets` and `vars` do. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf, type Stepwell } from "@stepwell/core";
import { type NamedKind, namedDocument, namePattern } from "@stepwell/declarative/config";
import { actionOf, nameOf } from "./action.ts";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToLook, openToStart } from "./open-engine.ts";
import { endMark } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { table } from "./terminal/table.ts";

const words = { secrets: "secret", vars: "variable" } as const;

/** @returns the exit code */
export async function manageNamed(kind: NamedKind, call: CommandCall): Promise<number> {
  const [word, given] = call.given.args;
  const action = actionOf(kind, word, ["list", "set", "remove"]);
  if (action === "list") {
    await using engine = await openToLook(call);
    print(kind, await stored(kind, engine), call);
    return exitCodes.completed;
  }
  const name = nameOf(kind, given);
  if (!namePattern.test(name))
    throw commandFailure("wrong-use", {
      command: kind,
      problem: `${JSON.stringify(name)} is no name: letters, digits and _, the first not a digit`,
    });
  if (action === "remove") return await remove(kind, name, call);
  const value = await readValue(kind, call);
  await using engine = await openToStart(call);
  const encrypted = kind === "secrets" && !call.given.flag("plain");
  await engine.documents.put(namedDocument(kind, name), value, { encrypted });
  say(call, { name, set: true }, `${words[kind]} ${name} is set`);
  return exitCodes.completed;
}

async function remove(kind: NamedKind, name: string, call: CommandCall): Promise<number> {
  await using engine = await openToLook(call);
  const removed = await engine.documents.remove(namedDocument(kind, name));
  say(call, { name, removed }, removed ? `${words[kind]} ${name} is removed` : `there is no ${words[kind]} ${name}`);
  return removed ? exitCodes.completed : exitCodes.notFound;
}

/** @throws wrong-use, input-not-readable */
async function readValue(kind: NamedKind, { given, environment }: CommandCall): Promise<string> {
  const [file, variable] = [given.text("fromFile"), given.text("fromEnv")];
  const refuse = (problem: string): Error => commandFailure("wrong-use", { command: kind, problem });
  if (file !== undefined && variable !== undefined) throw refuse("--from-file and --from-env exclude each other");
  if (variable !== undefined) {
    const value = environment.variables[variable];
    if (value === undefined || value === "") throw refuse(`the environment has no ${variable}, or it is empty`);
    return value;
  }
  const text = file === undefined ? await environment.readInput() : readText(file, environment.folder);
  // Editors and echo end with a line break; it is seldom meant.
  const value = text.replace(/\r?\n$/, "");
  if (value === "") throw refuse("the value is empty; give it on standard input, or with --from-file or --from-env");
  return value;
}

function readText(file: string, folder: string): string {
  try {
    return readFileSync(resolve(folder, file), "utf8");
  } catch (error) {
    throw commandFailure("input-not-readable", { file, problem: messageOf(error) }, error);
  }
}

interface Stored {
  readonly name: string;
  readonly updatedAt: Date;
  /** Of variables only. */
  readonly value?: unknown;
}

async function stored(kind: NamedKind, { documents }: Stepwell): Promise<Stored[]> {
  const found: Stored[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await documents.list(namedDocument(kind, "").kind, {
      limit: 200,
      ...(cursor && { cursor }),
    });
    for (const item of items) {
      if (kind === "secrets") found.push(item);
      else found.push({ ...item, value: (await documents.get(namedDocument(kind, item.name)))?.body });
    }
    cursor = next;
  } while (cursor !== undefined);
  return found;
}

function print(kind: NamedKind, items: readonly Stored[], { output }: CommandCall): void {
  const { result, json, quiet, progress } = output;
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, items, next: null })}\n`);
    return;
  }
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  const rows = items.map(({ name, value, updatedAt }) => [
    { text: plainText(name) },
    { text: value === undefined ? "" : plainText(typeof value === "string" ? value : JSON.stringify(value)) },
    { text: updatedAt.toISOString(), tone: "idle" } as const,
  ]);
  for (const line of table(rows, { columns, end: endMark(result.appearance), whole: [0] })) result.line(line);
  if (items.length === 0 && !quiet) progress.sentence(`none in the store: stepwell ${kind} set <name>`, "idle");
}

function say({ output }: CommandCall, facts: object, text: string): void {
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, ...facts })}\n`);
  else if (!output.quiet) output.result.line([span(plainText(text))]);
}
