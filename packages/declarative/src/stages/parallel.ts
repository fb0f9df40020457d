/** `parallel`: branches side by side. */
import { word } from "../format/names.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const parallel: StageShape = {
  key: "parallel",
  value: {
    shape: { kind: "map", of: { kind: "stages" }, names: word, called: "branch", least: 1 },
    doc: "Branches with names, side by side; in them `branch` is the name. Outputs: by branch.",
    example: "name: Both\nparallel:\n  left:\n    - echo: in ${{ branch }}\n  right:\n    - echo: in ${{ branch }}\n",
  },
  names: { parallel: ["branch"] },
  keys: {
    "max-workers": {
      shape: { kind: "number", whole: true, least: 1, most: 10_000 },
      doc: "Branches at a time.",
      example: "2",
      default: "all",
      template: true,
    },
  },
};
