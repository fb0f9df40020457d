/** stepwell approve: what people are asked, and their answers. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const approve: CommandSpec = {
  name: "approve",
  summary: "list the questions that runs ask people, or answer one",
  arguments: [
    { form: "[run]", text: "an id, a part of it, or @last; without it all open questions are listed" },
    { form: "[question]", text: "its name in the run, if it asks several" },
  ],
  options: [
    { flags: "--refuse", text: "answer false instead of true" },
    { flags: "--input <json>", text: "another answer: JSON, @file, or - for standard input" },
    { flags: "-p, --param <key=value>", text: "one field of the answer", many: true },
    { flags: "--by <name>", text: "who answers; kept with the answer (default: your name here)" },
    { flags: "--assignee <name>", text: "list only what this person or group is asked" },
  ],
  examples: [
    ["stepwell approve", "what is open"],
    ["stepwell approve o-17", "yes"],
    ["stepwell approve o-17 ship --refuse --by Ann", "no, to one of its questions"],
    ["stepwell approve o-17 -p amount=120", "an answer with fields"],
  ],
  notes: ["A run that is not executing takes the answer when it goes on."],
  execute: async (call: CommandCall) => (await import("../answer-questions.ts")).answerQuestions(call),
};
