/** `bash`: a script in a real shell. */

import { reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { scriptFolder, scriptFolderDoc } from "../format/paths.ts";
import { bind, withoutTemplates } from "../scripts/bind.ts";
import { executeScript } from "./execute-script.ts";
import type { StageType } from "./stage-type.ts";

export const bash: StageType = {
  key: "bash",
  value: {
    shape: { kind: "script", language: "bash" },
    doc: "A script for bash (`-eo pipefail`, no profile). Templates are bound to variables, never pasted. Outputs: `stdout`, `stderr`, `return_code`, and `NAME=value` lines in `$STEPWELL_OUTPUT`.",
    example:
      'name: Download\nbash: |\n  wget ${{ params.url }} -O data.csv\n  echo "rows=$(wc -l < data.csv)" >> "$STEPWELL_OUTPUT"\n',
    template: true,
  },
  keys: {
    "working-directory": {
      shape: scriptFolder,
      doc: scriptFolderDoc,
      example: "src",
      default: "the workspace",
      template: true,
    },
  },
  workspace: true,
  async run(stage, s) {
    const text = String(stage.value);
    if (stage.unsafeInterpolation) {
      return { outputs: await executeScript(stage, s, withoutTemplates(textOf(reveal(s.render(text))), "bash")) };
    }
    const isList = (expression: string): boolean => {
      return /^params\.[\w-]+$/.test(expression) && Array.isArray(reveal(s.evaluate(expression)));
    };
    return { outputs: await executeScript(stage, s, bind(text, "bash", { isList })) };
  },
};
