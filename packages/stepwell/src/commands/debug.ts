/** stepwell debug: replays a run under a debugger. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const debug: CommandSpec = {
  name: "debug",
  summary: "replay a run up to the end of its journal; nothing is written or executed",
  arguments: oneRun,
  options: [
    { flags: "--inspect", text: "open Node's inspector first, wait for a debugger, and go on" },
    { flags: "--inspect-brk", text: "the same, and stop before the code begins" },
    { flags: "--file <file>", text: "where the code is now; default: where it was when the run began" },
  ],
  examples: [
    ["stepwell debug 7k2f", "what the code is told, and where it stands then"],
    ["stepwell debug 7k2f --inspect-brk", "then open chrome://inspect, set breakpoints, and continue"],
  ],
  notes: ["Bodies of steps are not executed: their results come from the journal. The run may go on meanwhile."],
  execute: async (call: CommandCall) => (await import("../debug-run.ts")).debugRun(call),
};
