/** `trigger`: a run of another workflow. */
import { anyKey } from "../format/names.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const trigger: StageShape = {
  key: "trigger",
  value: {
    shape: { kind: "text", called: "the name of a workflow" },
    doc: "A run of another workflow, as a child. It fails when the child fails. Outputs: the child's.",
    example: 'name: Load one day\ntrigger: load-day\nparams: { day: "${{ params.day }}" }\n',
    template: true,
  },
  keys: {
    params: {
      shape: { kind: "map", of: { kind: "any" }, names: anyKey, called: "param" },
      doc: "Its params.",
      example: '{ day: "${{ params.day }}" }',
      template: true,
    },
  },
};
