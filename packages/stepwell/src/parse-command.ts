/** Reads the words after a command's name. What commander refuses becomes an error of the catalogue. */

import { nearestName } from "@stepwell/core/text";
import { Command, CommanderError, Option } from "commander";
import { type CommandSpec, Given, globalOptions, type OptionSpec } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";

/** @throws unknown-flag, wrong-use */
export function parseCommand(spec: CommandSpec, words: readonly string[]): Given {
  const command = new Command(spec.name);
  command
    .exitOverride()
    .helpOption(false)
    .helpCommand(false)
    .allowExcessArguments(false)
    .showSuggestionAfterError(false);
  command.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  for (const { form } of spec.arguments) command.argument(form);
  const options = [...spec.options, ...globalOptions];
  for (const option of options) command.addOption(commanderOption(option));
  try {
    command.parse([...words], { from: "user" });
  } catch (error) {
    throw error instanceof CommanderError ? refusal(error, spec, options) : error;
  }
  return new Given(command.args, command.opts());
}

function commanderOption({ flags, text, many }: OptionSpec): Option {
  const option = new Option(flags, text);
  if (many) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

function refusal(error: CommanderError, spec: CommandSpec, options: readonly OptionSpec[]): Error {
  if (error.code === "commander.unknownOption") {
    const flag = /'([^']*)'/.exec(error.message)?.[1] ?? "";
    const known = options.flatMap(({ flags }) => flags.match(/--?[a-z-]+/g) ?? []);
    return commandFailure("unknown-flag", { flag, command: spec.name, nearest: nearestName(flag, known) });
  }
  return commandFailure("wrong-use", { command: spec.name, problem: problemOf(error, spec) });
}

function problemOf(error: CommanderError, { excess }: CommandSpec): string {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.missingArgument":
      return `<${named}> is missing`;
    case "commander.optionMissingArgument":
      return `${named} needs a value`;
    case "commander.excessArguments":
      return `there are more words than it takes (${excess ?? "a value with blanks needs quotes"})`;
    default:
      return error.message.replace(/^error: /, "");
  }
}
