/**
 * The program that runs a script of JavaScript: it reads the script and its values from one descriptor, and says on
 * another what came of it.
 *
 * 1. Values are arguments of the function that the script becomes: they are never part of its text.
 * 2. What the script has put into `result.outputs` is kept, also when it gives the name `result` to something else.
 */
import { readFileSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { plainNames, plainOutputs } from "./plain-outputs.ts";
import { unwired, type Wire } from "./unwired.ts";

interface Given {
  readonly text: string;
  readonly name: string;
  readonly module: boolean;
  readonly declares: readonly string[];
  readonly values: readonly { readonly name: string; readonly typed?: Wire; readonly text?: string }[];
  readonly params: Wire;
  readonly context: Wire;
}

type Look = () => unknown;

const given = JSON.parse(readFileSync(3, "utf8")) as Given;
const result: { outputs: unknown } = { outputs: {} };
const own = { params: unwired(given.params), context: unwired(given.context), result };
const looks = new Map<string, Look>();
let state: "runs" | "done" | "said" = "runs";

/** `process.exit()` in the script is an end like any other. */
let leaves = false;
const exit = process.exit.bind(process);
process.exit = (...code) => {
  leaves = true;
  // An undefined code that is given is 0; none is what was set before.
  return exit(...code);
};

function say(said: object): void {
  state = "said";
  const bytes = Buffer.from(JSON.stringify(said));
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(5, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

function fail(error: unknown): void {
  const isError = error instanceof Error;
  process.stderr.write(`${isError ? error.stack : String(error)}\n`);
  if (state !== "said") say({ thrown: isError ? `${error.name}: ${error.message}` : String(error) });
  process.exitCode = 1;
  process.exit();
}

process.on("uncaughtException", fail);
process.on("exit", (code) => {
  if (state === "said") return;
  // Node's own code for an await that nothing will end.
  if (state === "runs" && !leaves && code === 13) {
    say({ thrown: "the script waits for something that never comes" });
    return;
  }
  if (code !== 0) return;
  try {
    const names = [...looks].flatMap(([name, look]) => plainNames(name, look, own));
    say({ outputs: plainOutputs(result.outputs), names: Object.fromEntries(names) });
  } catch (error) {
    say({ problem: (error as Error).message });
  }
});

const names = given.values.map(({ name }) => name);
const values = given.values.map(({ typed, text }) => (text === undefined ? unwired(typed ?? null) : text));
const file = join(process.cwd(), `${given.name.replaceAll(/[^\w.-]/g, "_")}.mjs`);
const look = `SW_look({${[...given.declares, "params", "context", "result"].map((name) => `${JSON.stringify(name)}: () => ${name}`).join(", ")}});`;
const onLook = (found: Record<string, Look>): void => {
  for (const [name, one] of Object.entries(found)) looks.set(name, one);
};

async function runFunction(): Promise<void> {
  const parameters = ["SW_look", "params", "context", "result", ...names].join(", ");
  const head = `"use strict"; (${parameters}) => (async () => { ${look} `;
  const script = new Script(`${head}${given.text}\n})()`, {
    filename: file,
    columnOffset: -head.length,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const start = script.runInThisContext() as (...given: unknown[]) => Promise<unknown>;
  await start(onLook, own.params, own.context, result, ...values);
}

/** A module has no arguments: it finds its values on the global object, and takes them from there at once. */
async function runModule(): Promise<void> {
  const url = pathToFileURL(file).href;
  const door = "stepwell:script";
  const shared = { SW_look: onLook, ...own, ...Object.fromEntries(names.map((name, index) => [name, values[index]])) };
  Object.defineProperty(globalThis, Symbol.for(door), { value: shared, configurable: true });
  const fields = Object.keys(shared).filter((name) => !given.declares.includes(name));
  const source = `let { ${fields.join(", ")} } = globalThis[Symbol.for(${JSON.stringify(door)})]; ${look} ${given.text}`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === url ? { url, format: "module", shortCircuit: true } : next(specifier, context),
    load: (wanted, context, next) =>
      wanted === url ? { format: "module", source, shortCircuit: true } : next(wanted, context),
  });
  await import(url);
}

try {
  await (given.module ? runModule() : runFunction());
  state = "done";
} catch (error) {
  fail(error);
}
