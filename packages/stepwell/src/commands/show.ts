/** stepwell show: a run as it stands. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const show: CommandSpec = {
  name: "show",
  summary: "show a run: where it stands and why, its steps, its output or error",
  arguments: oneRun,
  options: [{ flags: "--input", text: "its input too" }],
  examples: [
    ["stepwell show @last", "the newest run"],
    ["stepwell show 7k2f --json | jq .output", "for scripts"],
  ],
  execute,
};

async function execute(call: CommandCall): Promise<number> {
  const { showRun } = await import("../show-run.ts");
  return await showRun(call);
}
