/** stepwell init: writes first workflows. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { span } from "../terminal/spans.ts";

export const init: CommandSpec = {
  name: "init",
  summary: "write hello.ts and hello.yml, first workflows with comments",
  arguments: [{ form: "[file]", text: "only this one; .yml for a workflow as YAML" }],
  options: [],
  examples: [
    ["stepwell init", "writes both; then: stepwell run hello.ts"],
    ["stepwell init flows/first.yml", "one, elsewhere"],
  ],
  execute,
};

async function execute({ environment, given, output }: CommandCall): Promise<number> {
  const { writeStarters } = await import("../starters.ts");
  const [file] = given.args;
  const files = writeStarters(file === undefined ? ["hello.ts", "hello.yml"] : [file], environment.folder);
  const { result } = output;
  if (output.json) result.stream.write(`${JSON.stringify({ v: 1, files })}\n`);
  else if (!output.quiet) {
    result.line([span(`wrote ${files.join(" and ")}`)]);
    result.line([span(`next: stepwell run ${files[0]} -p name=Ada`, "strong")]);
  }
  return 0;
}
