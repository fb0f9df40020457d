/** `validate`: a value against a JSON Schema. */
import { declarativeFailure } from "../errors.ts";
import { validate as violationsOf } from "../evaluate-in-thread/evaluate-in-thread.ts";
import { opened } from "../expressions/secret.ts";
import type { StageType } from "./stage-type.ts";

export const validate: StageType = {
  key: "validate",
  value: {
    shape: { kind: "any" },
    doc: "A value has to fit a JSON Schema; what does not is listed in the failure. Output: `value`, unless it holds a secret.",
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
  async run({ id, value, keys }, s) {
    await s.step(async () => {
      const problems = await violationsOf(keys.schema, value);
      if (problems.length > 0) throw declarativeFailure("value-invalid", { stage: id, problems });
    });
    return { outputs: opened(value).secret ? {} : { value } };
  },
};
