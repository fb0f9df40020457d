/** stepwell apply: brings a store to what files of definitions say. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const apply: CommandSpec = {
  name: "apply",
  summary: "deploy the definitions of a folder: bring the store to what they say, showing the difference first",
  arguments: [{ form: "<folder>", text: "of definitions; or one file of them" }],
  options: [
    { flags: "--prune", text: "remove what is deployed and not in the folder" },
    { flags: "--dry-run", text: "show the difference only" },
  ],
  examples: [
    ["stepwell apply conf --dry-run", "what would change"],
    ["stepwell apply conf --prune", "the store has then what the folder has, no more and no less"],
    ["stepwell run nightly -p day=2026-01-31", "a deployed definition runs by its name"],
  ],
  notes: [
    "Nothing is changed when any definition has a problem. Runs that exist go on with the definition they started with.",
  ],
  execute: async (call: CommandCall) => (await import("../plan/apply-definitions.ts")).applyDefinitions(call),
};
