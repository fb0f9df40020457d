/** stepwell signal: sends a signal to a run. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const signal: CommandSpec = {
  name: "signal",
  summary: "send a signal to a run",
  arguments: [...oneRun, { form: "<name>", text: "of the signal, as wf.receive waits for it" }],
  options: [
    { flags: "--input <json>", text: "its payload: JSON, @file, or - for standard input" },
    { flags: "-p, --param <key=value>", text: "one field of the payload", many: true },
    { flags: "--key <text>", text: "of several with the same key, only the first counts" },
  ],
  examples: [
    ["stepwell signal o-17 approved -p by=Ann", "with a payload"],
    ["stepwell signal @last stop", "without one"],
  ],
  notes: ["A run that is not executing takes it when it goes on."],
  execute: async (call: CommandCall) => (await import("../send-to-run.ts")).sendToRun(call),
};
