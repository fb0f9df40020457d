/** stepwell config: every setting, and where its value comes from. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const config: CommandSpec = {
  name: "config",
  summary: "show every setting with its value, and what set it",
  arguments: [],
  options: [],
  examples: [
    ["stepwell config", "what counts here, and why"],
    ["STEPWELL_TIMEOUT=60 stepwell config", "the environment counts more than stepwell.yml, flags more than both"],
    ["stepwell config --config prod.yml --json", "for programs, with another file"],
  ],
  notes: [
    "Settings come from stepwell.yml (or stepwell.json) in the working folder, then from the environment, then from flags.",
    "Keys, secrets and passwords are not shown. docs/reference/settings.md lists all settings.",
  ],
  execute: async (call: CommandCall) => (await import("../show-config.ts")).showConfig(call),
};
