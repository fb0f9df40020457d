/** `validate`: a value against a JSON Schema. */
import type { StageShape } from "../format/stage-shape.ts";

export const validate: StageShape = {
  key: "validate",
  value: {
    shape: { kind: "any" },
    doc: "A value has to fit a JSON Schema; what does not is listed in the failure. Output: `value`.",
    example:
      "name: Check the answer\nvalidate: ${{ stages.rates.outputs.json }}\nschema: { type: object, required: [eur] }\n",
    template: true,
  },
  keys: {
    schema: {
      shape: { kind: "any", called: "a JSON Schema" },
      doc: "JSON Schema (draft 2020-12).",
      example: "{ type: object, required: [eur] }",
      required: true,
      template: true,
    },
  },
};
