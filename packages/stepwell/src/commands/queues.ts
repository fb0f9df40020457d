/** stepwell queues: stop taking runs from a queue, or empty it. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const queues: CommandSpec = {
  name: "queues",
  summary: "list queues; pause, resume or drain one",
  arguments: [
    { form: "[action]", text: "list (if nothing is said), pause, resume or drain" },
    { form: "[name]", text: "of the queue" },
  ],
  options: [],
  examples: [
    ["stepwell queues", "unfinished runs of each queue"],
    ["stepwell queues pause slow", "no process takes runs of it any more"],
    ["stepwell queues drain slow", "pause it, and come back when nothing of it executes"],
  ],
  execute: async (call: CommandCall) => (await import("../manage-queues.ts")).manageQueues(call),
};
