/** stepwell validate: checks definitions, and runs nothing. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const validate: CommandSpec = {
  name: "validate",
  summary: "check definitions (YAML, JSON) and say everything that is wrong",
  arguments: [{ form: "<path...>", text: "files or folders; or names of deployed ones" }],
  options: [],
  examples: [
    ["stepwell validate pipeline.yml", "exit 0 when it can be run, else 2"],
    ["stepwell validate conf", "all files below a folder"],
    ["stepwell validate nightly", "what is deployed, with the workflows that it starts"],
  ],
  notes: [
    "A workflow that `trigger` starts has to be among the files, or deployed.",
    "Warnings (what can be run, and should be looked at) do not change the exit code.",
  ],
  execute: async (call: CommandCall) => (await import("../validate-definitions.ts")).validateDefinitions(call),
};
