/** What `npm run bench -- …` takes. */
import { parseArgs } from "node:util";
import type { BenchStore } from "./stores.ts";
import { storeNamed, storeNames } from "./stores.ts";

export interface Wanted {
  /** Names of workloads, in the suite's order. */
  readonly only: readonly string[];
  readonly store: BenchStore;
  /** Where the figures go as JSON; undefined: nowhere. */
  readonly json: string | undefined;
  readonly quick: boolean;
}

export function usage(known: readonly string[]): string {
  return [
    "npm run bench -- [--only W1,W3] [--store sqlite] [--json FILE] [--quick]",
    `  --only   of ${known.join(", ")}; default: all`,
    `  --store  of ${storeNames.join(", ")}`,
    "  --json   also writes the figures to this file",
    "  --quick  a smoke test: its figures say little",
  ].join("\n");
}

/** @throws Error that says what is wrong; undefined when help was asked for */
export function readArguments(words: readonly string[], known: readonly string[]): Wanted | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: "string" },
      store: { type: "string", default: "sqlite" },
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const named = values.only?.split(",").map((name) => name.trim());
  const stranger = named?.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`no workload "${stranger}"; known are ${known.join(", ")}`);
  return {
    only: known.filter((name) => named === undefined || named.includes(name)),
    store: storeNamed(values.store),
    json: values.json,
    quick: values.quick,
  };
}
