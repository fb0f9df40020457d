/** stepwell run: starts a run and executes it here. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const run: CommandSpec = {
  name: "run",
  summary: "start a run and follow it to its end",
  arguments: [
    {
      form: "<file[#name]>",
      text: "a file of workflows or tasks (#name if several), or the name of a workflow that has run or is deployed",
    },
  ],
  options: [
    { flags: "--input <json>", text: "JSON, @file, or - for standard input" },
    {
      flags: "-p, --param <key=value>",
      text: "one field of the input; JSON counts as such, the rest is text",
      many: true,
    },
    { flags: "--id <id>", text: "id of the run; if it exists, it goes on or its result is given again" },
    { flags: "--on-existing <what>", text: "return, reject, restart-if-failed or restart (default return)" },
    { flags: "--detach", text: "start it only; any worker may take it, or stepwell resume" },
    { flags: "--wait <time>", text: "follow for this long at most, then save it (exit 5)" },
    { flags: "--tag <tag>", text: "for lists", many: true },
    { flags: "--priority <number>", text: "larger ones are taken first" },
    { flags: "--delay <time>", text: "not before this much later" },
    { flags: "--timeout <time>", text: "of work; instead of the workflow's own" },
  ],
  examples: [
    ["stepwell run hello.ts -p name=Ada", "with one field of the input"],
    ["stepwell run orders.ts#checkout --input @order.json --id o-17", "one of several workflows, with an id"],
    ["stepwell run orders.ts#charge -p cents=5", "a task by itself: a run of one step"],
    ["stepwell run report.ts | jq .total", "progress is on stderr, the result on stdout"],
  ],
  notes: ["What the code prints goes to stderr too: stdout holds the result alone, as JSON."],
  execute: async (call: CommandCall) => (await import("../follow/start-run.ts")).startRun(call),
};
