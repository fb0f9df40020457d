import { expect, test } from "vitest";
import { builtInFilters } from "../filters/index.ts";
import { checkExpression, type Known, type KnownNames } from "./check.ts";
import { parseCondition } from "./expression.ts";
import { builtInFunctions } from "./functions/index.ts";
import { calledFunctions, references } from "./references.ts";
import { conditionOf, expressionOf } from "./test-scope.fixture.ts";

const members = (called: string, of: Record<string, Known>): Known => ({
  called,
  members: new Map(Object.entries(of)),
});
const job = members("member", { result: "anything", outputs: members("output", { tag: "anything" }) });
const known: KnownNames = {
  contexts: new Map([
    ["params", members("param", { region: "anything", count: "anything" })],
    ["needs", members("need", { build: job })],
    ["env", "anything"],
  ]),
  functions: builtInFunctions,
  filters: builtInFilters,
};

function problems(text: string): string[] {
  const read = parseCondition(text, { file: "f.yml", line: 1, column: 1 });
  if ("problem" in read) throw new TypeError(read.problem.message);
  return checkExpression(read.expression, known).map(({ code, message, hint, place }) => {
    return `${place?.column}+${place?.length} ${code}: ${message}; ${hint}`;
  });
}

test.each([
  ["params.region == 'eu' && needs.build.outputs.tag && env.ANY.thing", []],
  ["params.REGION == needs['build'].result", []],
  ["params.*.x || params[env.X] || needs.*.outputs.tag", []],
  ["params.regoin", ['8+6 unknown-name: there is no param "regoin"; known: region, count; did you mean "region"?']],
  [
    "param.region",
    ['1+5 unknown-name: there is no context "param"; known: params, needs, env; did you mean "params"?'],
  ],
  [
    "needs.build.outputs.image == 1 || needs.test.result",
    [
      '21+5 unknown-name: there is no output "image"; known: tag; correct the name, or write ? behind it if it may be unknown',
      '41+4 unknown-name: there is no need "test"; known: build; correct the name, or write ? behind it if it may be unknown',
    ],
  ],
  ["params.nope? == null && (needs.nope.result | coalesce('none')) && nowhere?", []],
  [
    "params['nope'] == 1",
    [
      '8+6 unknown-name: there is no param "nope"; known: region, count; correct the name, or write ? behind it if it may be unknown',
    ],
  ],
  [
    "env[params.nope]?",
    [
      '12+4 unknown-name: there is no param "nope"; known: region, count; correct the name, or write ? behind it if it may be unknown',
    ],
  ],
  [
    "'${{ params.regio }}' == 'y' && contain(params.count)",
    [
      '13+5 unknown-name: there is no param "regio"; known: region, count; did you mean "region"?',
      expect.stringMatching(
        /^33\+21 unknown-name: there is no function "contain"; known: .*; did you mean "contains"\?$/,
      ),
    ],
  ],
  [
    "params.region | uper",
    [expect.stringMatching(/^14\+7 unknown-name: there is no filter "uper".*did you mean "upper"/)],
  ],
  [
    "contains(1) || params.region | getitem()",
    [
      "1+11 wrong-arguments: contains takes 2 arguments, not 1; the reference shows an example of each function and filter",
      "29+12 wrong-arguments: getitem takes 1 to 2 arguments, not 0; the reference shows an example of each function and filter",
    ],
  ],
])("%s: %j", (text, expected) => {
  expect(problems(text)).toEqual(expected);
});

test("what an expression reads and calls is known without evaluating it", () => {
  const expression = conditionOf("ALWAYS() && needs.a.result == 'x' && contains(needs[params.n].outputs, f(item.*.x))");
  expect(
    references(expression).map(({ names, complete }) => [names.map(({ name }) => name).join("."), complete]),
  ).toEqual([
    ["needs.a.result", true],
    ["needs", false],
    ["params.n", true],
    ["item", false],
  ]);
  expect(calledFunctions(expression)).toEqual(["always", "contains", "f"]);
  expect(references(expressionOf("1 == 1"))).toEqual([]);
});
