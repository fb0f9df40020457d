/** `transform`: a JSONata expression. */
import type { StageShape } from "../format/stage-shape.ts";

export const transform: StageShape = {
  key: "transform",
  value: {
    shape: { kind: "script", language: "jsonata" },
    doc: "A JSONata expression on `input`, with a deadline. Templates are bound to variables. Output: `value`.",
    example: "name: Totals\ntransform: $sum(items.(price * quantity))\ninput: ${{ stages.read.outputs.order }}\n",
    template: true,
  },
  keys: {
    input: {
      shape: { kind: "any" },
      doc: "What it is applied to.",
      example: "${{ stages.read.outputs.order }}",
      default: "the outputs of the stages before it, by id",
      template: true,
    },
  },
};
