/** `uses`: a registered task, or a template of stages. */
import { anyKey } from "../format/names.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const uses: StageShape = {
  key: "uses",
  value: {
    shape: { kind: "text", called: "a task such as path/name@tag, or a template such as stages/checks#file" },
    doc: "A registered task, or a template below `stages/`. Outputs: the task's, or those of the template's stages.",
    example: 'name: Load\nuses: orders/load@v1\nwith: { day: "${{ params.day }}" }\n',
  },
  keys: {
    with: {
      shape: { kind: "map", of: { kind: "any" }, names: anyKey, called: "argument" },
      doc: "Its arguments, by name.",
      example: '{ day: "${{ params.day }}" }',
      template: true,
    },
  },
};
