/** stepwell schema: the format of definitions for editors. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const schema: CommandSpec = {
  name: "schema",
  summary: "print the JSON Schema of definitions, with which editors complete and check",
  arguments: [],
  options: [{ flags: "-o, --output <file>", text: "write to this file; default: standard output" }],
  examples: [
    ["stepwell schema -o stepwell.schema.json", "in a file, for editors"],
    ["stepwell schema | jq '.definitions | keys'", "for programs"],
  ],
  notes: [
    "Editors take it from the first line of a definition: # yaml-language-server: $schema=stepwell.schema.json (the path from the definition to the schema).",
    "stepwell validate checks more than a schema can say: names, circles, expressions, scripts.",
  ],
  execute: async (call: CommandCall) => (await import("../print-schema.ts")).printSchema(call),
};
