/** `foreach`: the same stages for every item. */

import { declarativeFailure } from "../errors.ts";
import { members } from "../expressions/secret.ts";
import { membersOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";
import { anyKey } from "../format/names.ts";
import { sideBySide, throwFailed } from "./side-by-side.ts";
import type { StageType } from "./stage-type.ts";
import { wholeNumber } from "./whole-number.ts";

const mostAtOnce = 10_000;

export const foreach: StageType = {
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
      shape: { kind: "number", whole: true, least: 1, most: mostAtOnce },
      doc: "Items at a time.",
      example: "4",
      default: "1",
      template: true,
    },
  },
  async run(stage, s) {
    const { value, branches } = stage;
    const [branch] = branches;
    const items = itemsOf(members(value));
    if (branch === undefined || items.length === 0) return { outputs: {}, status: "SKIP" };
    const atOnce = wholeNumber(stage, { key: "concurrent", most: mostAtOnce, otherwise: 1 });
    const results = await sideBySide(items, atOnce, (item, index) =>
      s.branch(branch, { scope: String(index), names: { item, loop: { index, count: items.length } } }),
    );
    throwFailed(results);
    const names = new Set(results.flatMap(({ outputs }) => Object.keys(outputs)));
    const lists = [...names].map((name) => [name, results.map(({ outputs }) => outputs[name] ?? null)]);
    return { outputs: Object.fromEntries(lists) };
  },
};

function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (kindOf(value) === "map") return membersOf(value as object).map(([key, item]) => ({ key, value: item }));
  throw declarativeFailure("stage-value", {
    stage: "foreach",
    problem: `goes through a list or a map, not a ${kindOf(value)}`,
  });
}
