/** Flags and arguments that several commands have. Apart from what reads them, so that help loads nothing. */
import type { CommandSpec, OptionSpec } from "./command-spec.ts";

/** One run. */
export const oneRun: CommandSpec["arguments"] = [
  { form: "<run>", text: "an id, 4 or more characters of its beginning or end, or @last" },
];

/** Some runs, or a filter instead. */
export const someRuns: CommandSpec["arguments"] = [
  { form: "[run...]", text: "ids, parts of them, or @last; or choose with a filter" },
];

export const filterOptions: readonly OptionSpec[] = [
  { flags: "--status <state>", text: "in this state; several with commas", many: true },
  { flags: "--workflow <name>", text: "of this workflow" },
  { flags: "--tag <tag>", text: "with this tag" },
  { flags: "--since <when>", text: "started within this time (2h, 3 days) or since this date" },
  { flags: "--text <text>", text: "with this in the id or title" },
];

export const selectionOptions: readonly OptionSpec[] = [
  ...filterOptions,
  { flags: "--yes", text: "do it to all that the filter finds; without it they are only listed" },
];

/** What users name themselves: secrets and variables. */
export const namedArguments: CommandSpec["arguments"] = [
  { form: "[action]", text: "list (if nothing is said), set or remove" },
  { form: "[name]", text: "letters, digits and _" },
];

export const namedOptions: readonly OptionSpec[] = [
  { flags: "--from-file <file>", text: "read the value from there, not from standard input (set)" },
  { flags: "--from-env <variable>", text: "take the value of this variable of the environment (set)" },
];
