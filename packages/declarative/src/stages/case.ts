/** `case`: one of several branches. */
import { problem, type Report } from "../diagnosis/problem.ts";
import { declarativeFailure } from "../errors.ts";
import { reveal, Secret } from "../expressions/secret.ts";
import { textOf as valueText } from "../expressions/text.ts";
import type { StageSource } from "../format/stage-shape.ts";
import { textOf } from "../source/locate.ts";
import type { ListNode, SourceNode } from "../source/node.ts";
import { throwFailed } from "./side-by-side.ts";
import type { StageType } from "./stage-type.ts";

export const caseOf: StageType = {
  key: "case",
  value: {
    shape: { kind: "any", called: "a value" },
    doc: "The first branch whose value is equal (as text) is done; `case` is the value. Without one: `else`, and without that a failure, or a skip with `skip-not-match`. Outputs: the branch's.",
    example:
      "name: By size\ncase: ${{ params.size }}\nmatch:\n  - case: small\n    stages:\n      - echo: at once\n  - case: [large, huge]\n    stages:\n      - sleep: 1 min\nelse:\n  - raise: no such size\n",
    template: true,
  },
  names: { match: ["case"], else: ["case"] },
  keys: {
    match: {
      shape: {
        kind: "list",
        least: 1,
        of: {
          kind: "record",
          called: "a branch",
          oneOf: ["case", "else"],
          fields: {
            case: {
              shape: { kind: "list", of: { kind: "any", called: "a value" }, orOne: true, least: 1 },
              doc: "Its value, or several.",
              example: "[large, huge]",
              template: true,
            },
            stages: { shape: { kind: "stages" }, doc: "What is done.", example: "[{ echo: large }]" },
            else: {
              shape: { kind: "stages" },
              doc: "When no other is equal: as `else` of the stage.",
              example: "[{ raise: unknown }]",
            },
          },
        },
      },
      doc: "The branches.",
      example: "[{ case: small, stages: [{ echo: at once }] }]",
      required: true,
    },
    else: { shape: { kind: "stages" }, doc: "When none is equal.", example: "[{ raise: no such size }]" },
    "skip-not-match": {
      shape: { kind: "flag" },
      doc: "When none is equal and there is no else, the stage is skipped.",
      example: "true",
      default: "false: it fails",
      template: true,
    },
  },
  check(stage, report) {
    const match = stage.at("match");
    if (match?.kind === "list") checkBranches(stage, match, report);
  },
  async run({ id, value, branches, keys }, s) {
    const wanted = valueText(reveal(value));
    const names = { case: value };
    const seen = value instanceof Secret ? String(value) : wanted;
    const match = keys.match as readonly { readonly case?: readonly unknown[] | unknown }[];
    const at = match.findIndex((one) => valuesOf(one).some((each) => valueText(reveal(each)) === wanted));
    const paths = at >= 0 ? [`match/${at}/stages`] : [...match.map((_, n) => `match/${n}/else`), "else"];
    const branch = branches.find(({ path }) => paths.includes(path));
    if (branch === undefined) {
      if (reveal(keys["skip-not-match"]) === true) return { outputs: {}, status: "SKIP" };
      throw declarativeFailure("no-case-matches", { stage: id, value: seen });
    }
    const result = await s.branch(branch, { scope: at >= 0 ? `case ${seen}` : "else", names });
    throwFailed([result]);
    return { outputs: result.outputs };
  },
};

/** What comes after an else, and a value that stood before, is never reached. */
function checkBranches({ at, locate }: StageSource, match: ListNode, report: Report): void {
  const seen = new Set<string>();
  let closed = false;
  const unreachable = (node: SourceNode, why: string): void =>
    report(problem("unreachable-branch", { why }, locate(node)));
  for (const branch of match.items) {
    if (branch.kind !== "map") continue;
    if (closed) unreachable(branch, "it comes after the else");
    if (branch.entries.has("else")) closed = true;
    const value = branch.entries.get("case")?.value;
    if (value === undefined) continue;
    if (!branch.entries.has("stages")) {
      const facts = { key: "stages", where: "a branch of case", example: "stages: [{ echo: large }]" };
      report(problem("missing-key", facts, locate(branch)));
    }
    for (const one of value.kind === "list" ? value.items : [value]) {
      const text = one.kind === "scalar" ? textOf(one) : "${{";
      if (text.includes("${{")) continue;
      if (seen.has(text)) unreachable(one, `"${text}" stands above, too`);
      seen.add(text);
      if (text !== "_") continue;
      const facts = { problem: '"_" is a value like any other', cure: "write else: for all other values" };
      report(problem("wrong-combination", facts, locate(one)));
    }
  }
  const after = at("else");
  if (closed && after !== undefined) unreachable(after, "match has an else of its own");
}

function valuesOf(branch: { readonly case?: unknown }): readonly unknown[] {
  if (!Object.hasOwn(branch, "case")) return [];
  return Array.isArray(branch.case) ? branch.case : [branch.case];
}
