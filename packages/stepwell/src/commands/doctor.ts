/** stepwell doctor: looks for what is wrong. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const doctor: CommandSpec = {
  name: "doctor",
  summary: "look for what is wrong with the store, its workers and its runs",
  arguments: [],
  options: [
    { flags: "--check", text: "also read every run, and check that rows, journals, values and counters fit together" },
  ],
  examples: [
    ["stepwell doctor", "exit 0 when there is nothing to do, else 1"],
    ["stepwell doctor --check", "after a damaged disk, or before a backup is trusted"],
  ],
  execute: async (call: CommandCall) => (await import("../doctor/examine.ts")).examine(call),
};
