/** stepwell rerun: executes again what has not succeeded. */
import type { CommandSpec } from "../command-spec.ts";
import { oneRun } from "../shared-options.ts";

export const rerun: CommandSpec = {
  name: "rerun",
  summary: "execute a run of a definition again: what has succeeded is kept",
  arguments: oneRun,
  options: [
    {
      flags: "--from <part>",
      text: "again from there, though it has succeeded: job, job/stage, job[leg], job[leg]/stage",
    },
    { flags: "--current", text: "with the definition as its file is now; default: as the run began" },
    { flags: "--timeout <time>", text: "of work; instead of the definition's own" },
    { flags: "--detach", text: "write it down only; any worker may take it, or stepwell resume" },
    { flags: "--wait <time>", text: "follow for this long at most, then save it (exit 5)" },
  ],
  examples: [
    ["stepwell rerun @last", "what has failed, and all that comes after it"],
    ["stepwell rerun 7k2f --from deploy", "from this job on"],
    ["stepwell rerun 7k2f --from 'test[os=linux,node=24]/lint'", "one leg of a matrix, from this stage on"],
    ["stepwell rerun @last --current", "after the file was mended"],
  ],
  notes: ["Runs of code go on with stepwell retry."],
  execute: async (call) => (await import("../releases/start-rerun.ts")).startRerun(call),
};
