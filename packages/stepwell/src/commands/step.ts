/** stepwell step: decides what becomes of a step that waits. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const step: CommandSpec = {
  name: "step",
  summary: "decide what becomes of a step that waits for its next attempt, or for a person",
  arguments: [...oneRun, { form: "<step>", text: "its name, as stepwell show and journal have it" }],
  options: [
    { flags: "--retry", text: "try again now" },
    { flags: "--complete <json>", text: "as if its body had returned this; JSON, @file, or -" },
    { flags: "--skip", text: "go on without it: it gives undefined" },
    { flags: "--fail <message>", text: "it has failed for good" },
    { flags: "--by <name>", text: "who decides; kept in the journal" },
  ],
  examples: [
    ["stepwell step 7k2f charge --retry", "at once, whatever its retries say"],
    ['stepwell step 7k2f charge --complete \'{"id":"p-1"}\' --by ann', "it was done by hand"],
  ],
  notes: ["It is recorded at once; whoever executes the run acts on it: stepwell resume, where nobody does."],
  execute: async (call: CommandCall) => (await import("../act-on-step.ts")).actOnStep(call),
};
