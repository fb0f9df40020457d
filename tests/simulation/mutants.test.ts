import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownSeeds } from "../../packages/core/src/testing/simulation/mutants/known-seeds.ts";

// The simulation finds each deliberate fault of the engine: in a history that is kept, or from a seed that is known to
// show it, within a few more, as a seed's history shifts with every change of the engine. `npm run mutants` searches from the first seed on.

const within = 200;
const all = Object.entries(knownSeeds);
/** Each takes a process and some seconds: only a machine that has nothing else to do goes through all of them. */
const tried =
  process.env.CI === "true" ? all : all.filter(([name]) => name === "no-barrier" || name === "limit-off-by-one");

function simulated(options: readonly string[]): Promise<number | null> {
  const script = join(import.meta.dirname, "../../scripts/simulate.ts");
  const child = spawn(process.execPath, [script, ...options], { stdio: "ignore" });
  return new Promise((resolve) => child.on("exit", resolve));
}

test.each(tried)(
  "mutant %s is found from seed %d on",
  async (name, seed) => {
    const options = ["--mutant", name, "--first", "--kept", "--processes", "1", "--from", String(seed)];
    expect(await simulated([...options, "--seeds", String(within)])).toBe(1);
  },
  600_000,
);
