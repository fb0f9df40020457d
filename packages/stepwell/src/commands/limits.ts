/** stepwell limits: named limits, and who holds what. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const limits: CommandSpec = {
  name: "limits",
  summary: "list, set and remove named limits; see who holds what and how many wait",
  arguments: [
    { form: "[action]", text: "list (if nothing is said), set or remove" },
    { form: "[name]", text: "of the limit" },
    { form: "[units]", text: "how many there are, for set" },
  ],
  options: [],
  examples: [
    ["stepwell limits", "who holds what, and how many wait"],
    ["stepwell limits set gpu 3", "runs may hold 3 units at a time; at once, for every process"],
    ["stepwell limits remove gpu", "who waits for it waits until it is set again"],
  ],
  notes: ["Lowering a limit takes nothing away from runs that hold units of it."],
  execute: async (call: CommandCall) => (await import("../manage-limits.ts")).manageLimits(call),
};
