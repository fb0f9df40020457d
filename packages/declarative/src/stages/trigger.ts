/** `trigger`: a run of another workflow. */

import { anyKey } from "../format/names.ts";
import type { StageType } from "./stage-type.ts";

export const trigger: StageType = {
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
  composite: true,
  waits: true,
  async run({ value, keys }, s) {
    const params = Object(keys.params ?? {}) as Readonly<Record<string, unknown>>;
    return { outputs: await s.call(String(value), params) };
  },
};
