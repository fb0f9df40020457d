/** stepwell render: a definition as a page or a diagram. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const render: CommandSpec = {
  name: "render",
  summary: "write a definition as a page in Markdown, or as a Mermaid diagram",
  arguments: [
    { form: "<file[#name]>", text: "a file of definitions (#name if several), or the name of a deployed one" },
  ],
  options: [
    { flags: "--format <format>", text: "markdown (default) or mermaid" },
    { flags: "-o, --output <file>", text: "write to this file; default: standard output" },
  ],
  examples: [
    ["stepwell render nightly.yml -o nightly.md", "params, schedules, jobs, stages, with a diagram"],
    ["stepwell render flows.yml#load --format mermaid", "the diagram alone"],
  ],
  execute: async (call: CommandCall) => (await import("../plan/render-definition.ts")).renderDefinition(call),
};
