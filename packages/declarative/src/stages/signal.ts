/** `signal`: a message to another run. */
import type { StageShape } from "../format/stage-shape.ts";

export const signal: StageShape = {
  key: "signal",
  value: {
    shape: { kind: "text", called: "the name of a signal" },
    doc: "Sends a signal to a run, exactly once.",
    example: "name: Tell the parent\nsignal: loaded\nto: ${{ run.parent }}\npayload: { rows: 3 }\n",
    template: true,
  },
  keys: {
    to: { shape: { kind: "text" }, doc: "The run's id.", example: "${{ run.parent }}", required: true, template: true },
    payload: {
      shape: { kind: "any" },
      doc: "What goes with it.",
      example: "{ rows: 3 }",
      default: "null",
      template: true,
    },
  },
};
