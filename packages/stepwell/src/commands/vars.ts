/** stepwell vars: the variables of a namespace, kept in its store. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { namedArguments, namedOptions } from "../shared-options.ts";

export const vars: CommandSpec = {
  name: "vars",
  summary: "set, list and remove the variables of a namespace",
  arguments: namedArguments,
  options: namedOptions,
  examples: [
    ["stepwell vars set REGION < region.txt", "from a file or a pipe; definitions name it vars.REGION"],
    ["stepwell vars set BANNER --from-file banner.txt", "the same"],
    ["stepwell vars", "names and values"],
  ],
  excess: "a value comes from standard input, --from-file or --from-env",
  notes: ["Variables of stepwell.yml and of STEPWELL_VAR_NAME come before those of the store."],
  execute: async (call: CommandCall) => (await import("../manage-named.ts")).manageNamed("vars", call),
};
