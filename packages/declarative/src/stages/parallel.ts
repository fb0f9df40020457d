/** `parallel`: branches side by side. */
import { word } from "../format/names.ts";
import { sideBySide, throwFailed } from "./side-by-side.ts";
import type { StageType } from "./stage-type.ts";
import { wholeNumber } from "./whole-number.ts";

const mostAtOnce = 10_000;

export const parallel: StageType = {
  key: "parallel",
  value: {
    shape: { kind: "map", of: { kind: "stages" }, names: word, called: "branch", least: 1 },
    doc: "Branches with names, side by side; in them `branch` is the name. Outputs: by branch.",
    example: "name: Both\nparallel:\n  left:\n    - echo: in ${{ branch }}\n  right:\n    - echo: in ${{ branch }}\n",
  },
  names: { parallel: ["branch"] },
  keys: {
    "max-workers": {
      shape: { kind: "number", whole: true, least: 1, most: mostAtOnce },
      doc: "Branches at a time.",
      example: "2",
      default: "all",
      template: true,
    },
  },
  async run(stage, s) {
    const { branches } = stage;
    const most = wholeNumber(stage, { key: "max-workers", most: mostAtOnce, otherwise: branches.length });
    const named = branches.map((branch) => ({ branch, name: branch.path.slice("parallel/".length) }));
    const results = await sideBySide(named, most, ({ branch, name }) =>
      s.branch(branch, { scope: name, names: { branch: name } }),
    );
    throwFailed(results);
    return { outputs: Object.fromEntries(results.map(({ outputs }, n) => [named[n]?.name ?? "", outputs])) };
  },
};
