/** stepwell import: brings in a run that was exported. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const importCommand: CommandSpec = {
  name: "import",
  summary: "bring in a run that was exported",
  arguments: [{ form: "<file>", text: "what export has written; - for standard input" }],
  options: [{ flags: "--id <id>", text: "bring it in under this id" }],
  examples: [
    ["stepwell import run.json", "a finished run comes in finished, another one paused"],
    ["stepwell import run.json --id copy-of-it", "beside a run that has its id"],
  ],
  notes: ["A run that is not finished is paused, so that it does not execute twice: stepwell resume lets it go on."],
  execute: async (call: CommandCall) => (await import("../transfer-runs.ts")).importRun(call),
};
