/** `run`: a script in JavaScript, TypeScript or Python. */

import { opened, reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { shellShape } from "../format/defaults-keys.ts";
import { scriptFolder, scriptFolderDoc } from "../format/paths.ts";
import { bind, withoutTemplates } from "../scripts/bind.ts";
import type { Shell } from "../scripts/bound-script.ts";
import { executeScript } from "./execute-script.ts";
import type { StageType } from "./stage-type.ts";

export const run: StageType = {
  key: "run",
  value: {
    shape: { kind: "script", language: "code" },
    doc: "A script in a process of its own, with `params`, `context` and `result`. Outputs: `result.outputs`, and names at the top level that hold data.",
    example:
      "name: Count\nshell: python\nrun: |\n  rows = open('data.csv').read().count('\\n')\n  result.outputs = {'rows': rows}\n",
    template: true,
  },
  keys: {
    shell: {
      shape: shellShape,
      doc: "Its language.",
      example: "python",
      default: "`defaults.run.shell`, else the setting `run.shell`",
    },
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
    const shell = String(stage.keys.shell ?? s.scripts.shell) as Shell;
    const { prelude } = s.scripts;
    const pasted = (text: string): string => (stage.unsafeInterpolation ? textOf(reveal(s.render(text))) : text);
    const before =
      prelude === undefined || shell !== (s.scripts.shell ?? shell) ? {} : { prelude: { text: pasted(prelude) } };
    const text = String(stage.value);
    const script = stage.unsafeInterpolation
      ? withoutTemplates(pasted(text), shell, before)
      : bind(text, shell, before);
    const { params, ...context } = s.contexts;
    return {
      outputs: await executeScript(stage, s, script, {
        params: opened(params).value,
        context: (attempt) => ({ ...context, params, attempt }),
      }),
    };
  },
};
