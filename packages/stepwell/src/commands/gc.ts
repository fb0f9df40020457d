/** stepwell gc: removes runs that ended long ago. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const gc: CommandSpec = {
  name: "gc",
  summary: "remove runs that ended long ago, with everything that belongs to them",
  arguments: [],
  options: [
    {
      flags: "--older-than <time>",
      text: "only what ended longer ago (default 30 days; failed and timed out, 90 days)",
    },
    { flags: "--status <state>", text: "only runs that ended so; several with commas", many: true },
    { flags: "--workflow <name>", text: "only of this workflow" },
    { flags: "--limit <number>", text: "at most so many runs" },
    { flags: "--dry-run", text: "only say what would go, as without --yes" },
    { flags: "--yes", text: "do it; without it nothing is removed" },
  ],
  examples: [
    ["stepwell gc", "what would go? (add --yes to do it)"],
    ["stepwell gc --older-than 7d --status completed --yes", "remove what completed over a week ago"],
  ],
  notes: [
    "With runs go the workspaces and artifacts that they have left here. Unfinished runs are never removed. Nothing has to execute for it; others may go on meanwhile.",
    "The file does not shrink: what is freed is used for later runs.",
  ],
  execute: async (call: CommandCall) => (await import("../remove-runs.ts")).removeRuns(call),
};
