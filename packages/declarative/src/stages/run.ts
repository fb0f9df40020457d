/** `run`: a script in JavaScript, TypeScript or Python. */
import { shellShape } from "../format/defaults-keys.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const run: StageShape = {
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
      shape: { kind: "text" },
      doc: "Folder, in the job's workspace.",
      example: "src",
      default: "the workspace",
      template: true,
    },
  },
};
