/**
 * The mutation check: whether the simulation finds each deliberate fault of the engine within so many seeds; exits with 1
 * if one is not found. `npm run mutants -- [--seeds 2000] [--from 1] [NAME…]`
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mutants } from "../packages/core/src/testing/simulation/mutants/table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: "string", default: "2000" }, from: { type: "string", default: "1" } },
});

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
    values.seeds,
    "--from",
    values.from,
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

const left = Object.keys(mutants).filter((name) => positionals.length === 0 || positionals.includes(name));
const missed: string[] = [];
const all = left.length;

async function seek(): Promise<void> {
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    const found = await sought(name);
    if (found === undefined) missed.push(name);
    process.stdout.write(`${name}: ${found?.replace("\n", "") ?? `NOT FOUND in ${values.seeds} seeds`}\n`);
  }
}

await Promise.all([seek(), seek()]);
process.stdout.write(`${all - missed.length} of ${all} found\n`);
if (missed.length > 0) process.exitCode = 1;
