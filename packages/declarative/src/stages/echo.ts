/** `echo`: a message in the log. */
import type { StageShape } from "../format/stage-shape.ts";

export const echo: StageShape = {
  key: "echo",
  value: {
    shape: { kind: "text", mayBeEmpty: true },
    doc: "Writes a message into the run's log. Output: `message`.",
    example: "name: Hello\necho: Hello, ${{ params.who }}\n",
    template: true,
  },
};
