/** stepwell init: writes a first workflow. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { span } from "../terminal/spans.ts";

export const init: CommandSpec = {
  name: "init",
  summary: "write hello.ts, a first workflow with comments",
  arguments: [{ form: "[file]", text: "where to (default hello.ts)" }],
  options: [],
  examples: [
    ["stepwell init", "writes hello.ts; then: stepwell run hello.ts"],
    ["stepwell init flows/first.ts", "elsewhere"],
  ],
  execute,
};

async function execute({ environment, given, output }: CommandCall): Promise<number> {
  const { writeStarter } = await import("../starter.ts");
  const file = writeStarter(given.args[0] ?? "hello.ts", environment.folder);
  const { result } = output;
  if (output.json) result.stream.write(`${JSON.stringify({ v: 1, file })}\n`);
  else if (!output.quiet) {
    result.line([span(`wrote ${file}`)]);
    result.line([span(`next: stepwell run ${file} -p name=Ada`, "strong")]);
  }
  return 0;
}
