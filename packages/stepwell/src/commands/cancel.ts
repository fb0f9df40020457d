/** stepwell cancel: asks runs to end. */
import type { CommandSpec } from "../command-spec.ts";
import { selectionOptions, someRuns } from "../shared-options.ts";

export const cancel: CommandSpec = {
  name: "cancel",
  summary: "ask runs to end in their own way",
  arguments: someRuns,
  options: [{ flags: "--reason <text>", text: "kept with the run" }, ...selectionOptions],
  examples: [
    ["stepwell cancel 7k2f --reason 'wrong day'", "steps in progress get 10 s"],
    ["stepwell cancel --workflow nightly --status waiting", "which ones? (add --yes to do it)"],
  ],
  notes: ["A run that no worker holds ends when a worker takes it: stepwell resume does."],
  execute: async (call) => (await import("../control-runs.ts")).controlRuns(call, "cancel"),
};
