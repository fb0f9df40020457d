/** What `schema` does. */
import { jsonSchema } from "@stepwell/declarative";
import { extensionsOf } from "./code/plugins-of.ts";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { writeOutput } from "./write-output.ts";

/** @returns the exit code */
export async function printSchema(call: CommandCall): Promise<number> {
  const { given, output } = call;
  const { stages, triggers } = (await extensionsOf(call)).loading;
  const text = `${JSON.stringify(jsonSchema(stages, triggers), undefined, 2)}\n`;
  const file = given.text("output");
  if (file === undefined) {
    output.result.stream.write(text);
    return exitCodes.completed;
  }
  writeOutput({ file, text }, call);
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, file })}\n`);
  else if (!output.quiet) {
    output.progress.line([span(plainText(`${file} is written; the first line of a definition names it:`))]);
    output.progress.line([span(plainText(`# yaml-language-server: $schema=${file}`), "strong")]);
  }
  return exitCodes.completed;
}
