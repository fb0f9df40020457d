/** stepwell secrets: the secrets of a namespace, kept in its store. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { namedArguments, namedOptions } from "../shared-options.ts";

export const secrets: CommandSpec = {
  name: "secrets",
  summary: "set, list and remove the secrets of a namespace; values are encrypted and never shown",
  arguments: namedArguments,
  options: [...namedOptions, { flags: "--plain", text: "keep it unencrypted, where there are no keys (set)" }],
  examples: [
    ["stepwell secrets set TOKEN < token.txt", "from a file or a pipe; definitions name it secrets.TOKEN"],
    ["stepwell secrets set TOKEN --from-env PSP", "from a variable of the environment"],
    ["stepwell secrets", "names, and when they were set"],
  ],
  excess: "a value comes from standard input, --from-file or --from-env",
  notes: [
    "A value is never an argument: others see those, and shells keep them. Its last line break is not part of it.",
    "Secrets of stepwell.yml and of STEPWELL_SECRET_NAME come before those of the store.",
  ],
  execute: async (call: CommandCall) => (await import("../manage-named.ts")).manageNamed("secrets", call),
};
