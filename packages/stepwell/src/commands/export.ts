/** stepwell export: a run as a document. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const exportCommand: CommandSpec = {
  name: "export",
  summary: "write all that there is of a run as JSON, for import elsewhere",
  arguments: oneRun,
  options: [
    { flags: "-o, --output <file>", text: "write to this file; default: standard output" },
    { flags: "--all", text: "with the generations before the newest one" },
  ],
  examples: [
    ["stepwell export @last -o run.json", "one run, in a file"],
    ["stepwell export 7k2f | ssh elsewhere stepwell import -", "to another machine"],
  ],
  notes: [
    "What comes out is as sensitive as the run: it has its values and its seed. Encrypted values stay encrypted.",
  ],
  execute: async (call: CommandCall) => (await import("../transfer-runs.ts")).exportRun(call),
};
