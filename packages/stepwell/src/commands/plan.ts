/** stepwell plan: what a run of a definition would be. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const plan: CommandSpec = {
  name: "plan",
  summary: "show what a definition would run, and what it lacks, before anything runs",
  arguments: [
    { form: "<file[#name]>", text: "a file of definitions (#name if several), or the name of a deployed one" },
  ],
  options: [
    { flags: "--input <json>", text: "params as JSON, @file, or - for standard input" },
    { flags: "-p, --param <key=value>", text: "one param; JSON counts as such, the rest is text", many: true },
  ],
  examples: [
    ["stepwell plan nightly.yml -p day=2026-01-31", "jobs, legs, params, next fire times"],
    ["stepwell plan flows.yml#load --json | jq .missing", "for programs"],
  ],
  notes: [
    "It says in what the definition differs from the one that is deployed under its name (stepwell apply).",
    "Exit 2 when something is missing: a param, a secret, a variable, a program, a task, a workflow.",
  ],
  execute: async (call: CommandCall) => (await import("../plan/plan-workflow.ts")).planWorkflow(call),
};
