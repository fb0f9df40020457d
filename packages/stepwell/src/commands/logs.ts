/** stepwell logs: what a run and its steps have logged. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const logs: CommandSpec = {
  name: "logs",
  summary: "print what a run and its steps have logged",
  arguments: oneRun,
  options: [
    { flags: "-f, --follow", text: "go on until the run ends" },
    { flags: "--step <op>", text: "only of this step, or of those whose name begins so" },
    { flags: "--limit <number>", text: "the last lines only (default all)" },
  ],
  examples: [
    ["stepwell logs @last", "all lines"],
    ["stepwell logs 7k2f -f --step charge", "those of one step, as they come"],
  ],
  execute: async (call: CommandCall) => (await import("../show-logs.ts")).showLogs(call),
};
