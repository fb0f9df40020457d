/** `bash`: a script in a real shell. */
import type { StageShape } from "../format/stage-shape.ts";

export const bash: StageShape = {
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
      shape: { kind: "text" },
      doc: "Folder, in the job's workspace.",
      example: "src",
      default: "the workspace",
      template: true,
    },
  },
};
