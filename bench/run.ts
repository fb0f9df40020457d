/** `npm run bench`: measures what was asked for, prints a table, and writes the figures as JSON. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments, usage, type Wanted } from "./arguments.ts";
import { type Figure, goalText, isComplete, meets } from "./figure.ts";
import { suite } from "./suite.ts";
import { figureLine, headLines } from "./table.ts";
import type { Bench } from "./workload.ts";

const names = suite.map(({ name }) => name);
process.exitCode = await main();

async function main(): Promise<number> {
  let wanted: Wanted | undefined;
  try {
    wanted = readArguments(process.argv.slice(2), names);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage(names)}`);
    return 2;
  }
  if (wanted === undefined) {
    console.log(usage(names));
    return 0;
  }
  const root = mkdtempSync(join(tmpdir(), "stepwell-bench-"));
  try {
    return await measureAll(wanted, root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Not zero only if a workload broke: a timing is no reason to fail. */
async function measureAll(wanted: Wanted, root: string): Promise<number> {
  let folders = 0;
  const bench: Bench = {
    store: wanted.store,
    quick: wanted.quick,
    folder: () => mkdtempSync(join(root, `${++folders}-`)),
  };
  console.log(machineLine(wanted));
  for (const line of headLines()) console.log(line);
  const figures: Figure[] = [];
  let broken = 0;
  for (const workload of suite) {
    if (!wanted.only.includes(workload.name)) continue;
    try {
      for (const figure of await workload.run(bench)) {
        figures.push(figure);
        console.log(figureLine(figure));
        if (!isComplete(figure)) throw new Error(`"${figure.workload}" is no number`);
      }
    } catch (error) {
      broken++;
      console.error(`${workload.name} (${workload.about}) broke:`, error);
    }
  }
  console.log(`load average at the end: ${loadText()}`);
  if (wanted.json !== undefined) writeFileSync(wanted.json, `${JSON.stringify(records(wanted, figures), null, 2)}\n`);
  return broken === 0 ? 0 : 1;
}

function records(wanted: Wanted, figures: readonly Figure[]): object[] {
  return figures.map((figure) => {
    const { workload, value, unit, raw = null, ratio = null, against, spread } = figure;
    const { goal } = figure;
    const store = wanted.store.name;
    return { workload, store, value, unit, raw, ratio, goal: goalText(goal), ok: meets(figure), against, spread };
  });
}

function machineLine({ store, quick }: Wanted): string {
  const machine = `node ${process.versions.node}, ${availableParallelism()} processors, load average ${loadText()}`;
  return `${store.name}, ${machine}${quick ? "; --quick: these figures say little" : ""}\n`;
}

function loadText(): string {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(" ");
}
