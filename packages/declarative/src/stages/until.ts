/** `until`: stages again and again. */
import { declarativeFailure } from "../errors.ts";
import { reveal } from "../expressions/secret.ts";
import { truthy } from "../expressions/value.ts";
import { throwFailed } from "./side-by-side.ts";
import type { StageType } from "./stage-type.ts";
import { wholeNumber } from "./whole-number.ts";

const mostRounds = 100_000;

export const until: StageType = {
  key: "until",
  value: {
    shape: { kind: "expression" },
    doc: "Stages are done, and done again until this holds; `loop.index` counts from 0, `item` is the last round's output `item`. More rounds than `max-loop` are a failure. Outputs: the last round's.",
    example:
      "name: Wait for the file\nuntil: stages.look.outputs.found == 'yes'\nmax-loop: 30\nstages:\n  - id: look\n    bash: test -f data.csv && echo found=yes >> \"$STEPWELL_OUTPUT\"\n  - sleep: 10 s\n",
  },
  names: { stages: ["item", "loop"], until: ["item", "loop"] },
  sees: { until: ["stages"] },
  keys: {
    stages: {
      shape: { kind: "stages" },
      doc: "What is done in each round.",
      example: "[{ sleep: 10 s }]",
      required: true,
    },
    "max-loop": {
      shape: { kind: "number", whole: true, least: 1, most: mostRounds },
      doc: "The most rounds.",
      example: "30",
      default: "10",
      template: true,
    },
    item: { shape: { kind: "any" }, doc: "`item` in the first round.", example: "1", default: "null", template: true },
  },
  async run(stage, s) {
    const { id, value, branches, keys } = stage;
    const [branch] = branches;
    const rounds = wholeNumber(stage, { key: "max-loop", most: mostRounds, otherwise: 10 });
    let item: unknown = keys.item ?? null;
    for (let index = 0; branch !== undefined && index < rounds; index++) {
      const names = { item, loop: { index, count: index + 1 } };
      const result = await s.branch(branch, { scope: `round ${index + 1}`, names });
      throwFailed([result]);
      item = result.outputs.item ?? item;
      if (truthy(reveal(s.evaluate(String(value), { ...names, item, stages: result.stages }))))
        return { outputs: result.outputs };
    }
    throw declarativeFailure("loop-too-long", { stage: id, rounds, condition: String(value) });
  },
};
