/** stepwell audit: records of releases. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const audit: CommandSpec = {
  name: "audit",
  summary: "list, show and export the records of releases",
  arguments: [
    { form: "[action]", text: "list (if nothing is said), show or export" },
    { form: "[run]", text: "for show, and to export one: an id, a part of it, or @last" },
  ],
  options: [
    { flags: "--workflow <name>", text: "of this workflow" },
    { flags: "--since <when>", text: "released within this time (2h, 3 days) or since this date" },
    { flags: "--limit <number>", text: "at most so many, newest first (default 50)" },
    { flags: "--to <folder>", text: "where export writes its files (default .stepwell/audit)" },
  ],
  examples: [
    ["stepwell audit", "what was released, and how it ended"],
    ["stepwell audit show nightly@2026-11-21T02:00Z", "all of one record, as JSON"],
    ["stepwell audit export --since 7d --to records", "a file for each"],
  ],
  notes: ["A record is kept with its run, as long as that is kept: stepwell audit export keeps it longer."],
  execute: async (call: CommandCall) => (await import("../releases/manage-audit.ts")).manageAudit(call),
};
