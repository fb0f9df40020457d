/** stepwell check: would runs that are under way go on with today's code? */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const check: CommandSpec = {
  name: "check",
  summary: "replay unfinished runs against the code as it is now; nothing is written or executed",
  arguments: [{ form: "[file...]", text: "the code to check; default: where it was when the runs began" }],
  options: [
    { flags: "--workflow <name>", text: "only runs of this workflow" },
    { flags: "--limit <number>", text: "at most so many runs, newest first (default 1000)" },
  ],
  examples: [
    ["stepwell check orders.ts", "before it is put to work; exit 4 when a run would not go on"],
    ["stepwell check --store file:/srv/orders.db orders.ts", "the store may be in use"],
  ],
  execute: async (call: CommandCall) => (await import("../check-code.ts")).checkCode(call),
};
