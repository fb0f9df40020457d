/** What `render` does. */
import { nearestName } from "@stepwell/core/text";
import { type Definition, markdown, mermaid } from "@stepwell/declarative";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { plainText } from "../terminal/sanitise.ts";
import { span } from "../terminal/spans.ts";
import { writeOutput } from "../write-output.ts";
import { chosenDefinition } from "./chosen-definition.ts";

const formats: Readonly<Record<string, (definition: Definition) => string>> = {
  markdown,
  mermaid: (definition) => `${mermaid(definition)}\n`,
};

/** @returns the exit code */
export async function renderDefinition(call: CommandCall): Promise<number> {
  const { given, output } = call;
  const format = given.text("format") ?? "markdown";
  const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (write === undefined)
    throw commandFailure("wrong-flag-value", {
      flag: "--format",
      value: format,
      problem: `is none of ${Object.keys(formats).join(", ")}`,
      nearest: nearestName(format, Object.keys(formats)),
    });
  const { definition } = await chosenDefinition(call, "render");
  const text = write(definition);
  const file = given.text("output");
  if (file !== undefined) writeOutput({ file, text }, call);
  const { result, progress, json, quiet } = output;
  if (json) {
    const written = file === undefined ? { text } : { file };
    result.stream.write(`${JSON.stringify({ v: 1, workflow: definition.name, format, ...written })}\n`);
  } else if (file === undefined) result.stream.write(text);
  else if (!quiet) progress.line([span(plainText(`${definition.name} is in ${file}`))]);
  return exitCodes.completed;
}
