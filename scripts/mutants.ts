/**
 * The mutation check: whether the simulation finds each deliberate fault of the engine within so many seeds; exits with 1
 * if one is not found. `npm run mutants -- [--seeds 2000] [--from 1] [NAME…]`
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { mutants } from "../packages/core/src/testing/simulation/mutants/table.ts";
import { knownMutant } from "./known-mutant.ts";
import { scriptArguments } from "./script-arguments.ts";
import { wholeNumber } from "./whole-number.ts";

const usage = "npm run mutants -- [--seeds 2000] [--from 1] [NAME…]";
const { values, positionals } = scriptArguments(usage, {
  allowPositionals: true,
  options: { seeds: { type: "string", default: "2000" }, from: { type: "string", default: "1" } },
});
const seeds = wholeNumber("--seeds", values.seeds);
const from = wholeNumber("--from", values.from);
const named = positionals.map(knownMutant);

/** What the simulation says of a mutant: how it was found; undefined when it was not. */
function sought(name: string): Promise<string | undefined> {
  const script = join(import.meta.dirname, "simulate.ts");
  const options = [
    "--mutant",
    name,
    "--first",
    "--kept",
    "--processes",
    "1",
    "--seeds",
    String(seeds),
    "--from",
    String(from),
  ];
  const child = spawn(process.execPath, [script, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => {
      if (code === 1 && said.includes("\nseed "))
        resolve(/seed \d+:\n[^\n]*/.exec(said.slice(said.indexOf("\n")))?.[0]);
      else if (code === 0) resolve(undefined);
      else reject(new RangeError(`the simulation of ${name} has ended with ${code}: ${said}`));
    });
  });
}

const left: string[] = named.length === 0 ? Object.keys(mutants) : [...new Set(named)];
const missed: string[] = [];
const all = left.length;

async function seek(): Promise<void> {
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const found = await sought(name);
    if (found === undefined) missed.push(name);
    process.stdout.write(`${name}: ${found?.replace("\n", "") ?? `NOT FOUND in ${seeds} seeds`}\n`);
  }
}

await Promise.all([seek(), seek()]);
process.stdout.write(`${all - missed.length} of ${all} found\n`);
if (missed.length > 0) process.exitCode = 1;
