/** What `validate` does: loads, and prints all problems of all files. */
import { resolve } from "node:path";
import { StepwellError } from "@stepwell/core";
import {
  type Loaded,
  loadPath,
  namedElsewhere,
  namesOf,
  type Problem,
  problem,
  renderProblems,
  unknownWorkflows,
} from "@stepwell/declarative";
import { loadOptions } from "./code/definition-module.ts";
import { deployedNames } from "./code/definition-world.ts";
import { looksLikeFile } from "./code/load-module.ts";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { exitCodes } from "./exit-codes.ts";
import { deployedDefinition } from "./plan/chosen-definition.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";

/** @returns the exit code */
export async function validateDefinitions(call: CommandCall): Promise<number> {
  const { given, environment, output } = call;
  const results: Loaded[] = [];
  const options = await loadOptions(call);
  const empty: string[] = [];
  for (const path of given.args) {
    if (path === "") throw wrong("give a file or folder, not an empty text");
    if (!looksLikeFile(path, environment.folder)) {
      const { definition } = await deployedDefinition(path, call);
      results.push({ source: path, definitions: [definition], problems: [], warnings: [], ...namesOf(definition) });
      continue;
    }
    const loaded = await loadPath(resolve(environment.folder, path), options);
    results.push(loaded);
    if (loaded.definitions.length === 0 && loaded.problems.length === 0) empty.push(path);
  }
  const unknown = await unknownIn(results, call);
  const problems = [...results.flatMap((loaded) => loaded.problems), ...unknown.problems];
  const warnings = [...results.flatMap((loaded) => loaded.warnings), ...unknown.warnings];
  const names = results.flatMap((loaded) => loaded.definitions.map(({ name }) => name));
  if (output.json) {
    environment.stdout.write(`${JSON.stringify({ v: 1, definitions: names, problems, warnings })}\n`);
  } else {
    if (problems.length > 0) environment.stdout.write(`${plainLines(problems)}\n`);
    if (warnings.length > 0) environment.stdout.write(`warnings\n${plainLines(warnings)}\n`);
    if (!output.quiet) output.progress.line([span(summary({ problems, warnings, names }))]);
  }
  // A path that was mistyped must not pass where nobody reads.
  if (empty.length > 0) throw wrong(`there is no definition in ${empty.join(", ")} (.yml, .yaml, .json)`);
  return problems.length === 0 ? exitCodes.completed : exitCodes.usage;
}

type Unknown = ReturnType<typeof unknownWorkflows>;

/** The store is looked at only for names that no file has; where it cannot be read, that is no fault of theirs. */
async function unknownIn(results: readonly Loaded[], call: CommandCall): Promise<Unknown> {
  const elsewhere = namedElsewhere(results);
  if (elsewhere.length === 0) return { problems: [], warnings: [] };
  try {
    return unknownWorkflows(results, await deployedNames(call));
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    const facts = { problem: error.message, cure: error.hint ?? "" };
    const warnings = elsewhere.map(({ name, location }) =>
      problem("deployed-unreadable", { ...facts, name }, location),
    );
    return { problems: [], warnings };
  }
}

function wrong(problem: string): Error {
  return commandFailure("wrong-use", { command: "validate", problem });
}

function plainLines(problems: readonly Problem[]): string {
  return renderProblems(problems).split("\n").map(plainText).join("\n");
}

interface Counted {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly names: readonly string[];
}

function summary({ problems, warnings, names }: Counted): string {
  if (problems.length > 0) return `errors: ${problems.length}, warnings: ${warnings.length}`;
  const said = warnings.length === 0 ? "" : `, warnings: ${warnings.length}`;
  return `can be run: ${names.length === 0 ? "nothing" : names.join(", ")}${said}`;
}
