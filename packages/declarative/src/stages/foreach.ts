/** `foreach`: the same stages for every item. */
import { anyKey } from "../format/names.ts";
import type { StageShape } from "../format/stage-shape.ts";

export const foreach: StageShape = {
  key: "foreach",
  value: {
    shape: {
      kind: "either",
      of: [
        { kind: "list", of: { kind: "any" } },
        { kind: "map", of: { kind: "any" }, names: anyKey, called: "key" },
      ],
    },
    doc: "Stages for every item of a list, or every entry of a map (`item.key`, `item.value`); `loop.index` counts from 0. Outputs: lists, in the order of the items.",
    example:
      "name: Files\nforeach: ${{ fromJson(needs.list.outputs.files) }}\nconcurrent: 4\nstages:\n  - bash: gzip ${{ item }}\n",
    template: true,
  },
  names: { stages: ["item", "loop"] },
  keys: {
    stages: {
      shape: { kind: "stages" },
      doc: "What is done for each.",
      example: '[{ echo: "${{ item }}" }]',
      required: true,
    },
    concurrent: {
      shape: { kind: "number", whole: true, least: 1, most: 10_000 },
      doc: "Items at a time.",
      example: "4",
      default: "1",
      template: true,
    },
  },
};
