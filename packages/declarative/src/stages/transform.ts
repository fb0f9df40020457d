/** `transform`: a JSONata expression. */
import { declarativeFailure } from "../errors.ts";
import { transform as transformed } from "../evaluate-in-thread/evaluate-in-thread.ts";
import { Secret } from "../expressions/secret.ts";
import { type BoundQuery, bindQuery, jsonata, queryText, refuseUnbound, valuesOf } from "./bound-query.ts";
import type { ReadyStage, StageRun, StageType } from "./stage-type.ts";

export const transform: StageType = {
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
  check: (stage, report) => refuseUnbound(stage, jsonata, report),
  async run(stage, s) {
    const query: BoundQuery = bindQuery(queryText(stage, s), jsonata);
    const bindings = valuesOf(stage, s, query);
    const input = "input" in stage.keys ? stage.keys.input : outputsBefore(s);
    const value = await s.step(async () => {
      const result = await transformed(query.text, input, bindings);
      if (result instanceof Secret) throw declarativeFailure("secret-not-kept", { stage: stage.id });
      return result;
    });
    return { outputs: { value } };
  },
};

/** Of the stages before it, by id. */
function outputsBefore({ contexts }: StageRun): unknown {
  const stages = Object.entries(Object(contexts.stages ?? {}) as Record<string, Pick<ReadyStage, "outputs">>);
  return Object.fromEntries(stages.map(([id, { outputs }]) => [id, outputs]));
}
