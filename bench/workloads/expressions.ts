/** D1: how many expressions of a definition are evaluated per second. */
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import {
  builtInFilters,
  builtInFunctions,
  type EvaluationScope,
  type Expression,
  evaluate,
  parseExpression,
} from "@stepwell/declarative";
import { type Figure, figureOf } from "../figure.ts";
import { interleave, type Sides, timed } from "../slices.ts";
import type { Bench, Workload } from "../workload.ts";

/** What definitions ask, in the language that both know. */
const texts = [
  "params.region",
  "needs.build.result == 'success' && params.count > 3",
  "contains(params.tags, 'nightly') || startsWith(params.branch, 'release/')",
  "format('{0}-{1}', params.region, matrix.shard)",
  "!(needs.build.outputs.rows == 0) && needs.test.result != 'failure'",
  "fromJson(needs.build.outputs.list)[1]",
  "join(needs.*.outputs.version, ', ')",
  "matrix.shard <= 10 && matrix.shard >= 2",
];

const contexts = {
  params: { region: "eu-west-1", count: 7, tags: ["a", "b", "nightly"], branch: "main" },
  needs: {
    build: { result: "success", outputs: { rows: 12, list: "[1,2,3]", version: "1.2" } },
    test: { result: "success", outputs: { version: "1.3" } },
  },
  matrix: { shard: 4 },
};

const scope: EvaluationScope = {
  contexts: new Map(Object.entries(contexts)),
  functions: builtInFunctions,
  filters: builtInFilters,
};

function parsed(text: string): Expression {
  const read = parseExpression(text);
  if ("problem" in read) throw new Error(read.problem.message);
  return read.expression;
}

/** Rounds of all expressions, as evaluations per second. */
async function rate(rounds: number, once: (n: number) => unknown): Promise<number> {
  const ms = await timed(() => {
    for (let round = 0; round < rounds; round++) for (let n = 0; n < texts.length; n++) once(n);
  });
  return (rounds * texts.length * 1_000) / ms;
}

function evaluating(rounds: number): Sides {
  const ours = texts.map(parsed);
  const known = Object.keys(contexts);
  const theirs = texts.map((text) => new Parser(new Lexer(text).lex().tokens, known, []).parse());
  const values = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  return {
    value: () => rate(rounds, (n) => evaluate(ours[n] as Expression, scope)),
    raw: () => rate(rounds, (n) => new Evaluator(theirs[n] as NonNullable<(typeof theirs)[number]>, values).evaluate()),
  };
}

function reading(rounds: number): Sides {
  const known = Object.keys(contexts);
  return {
    value: () => rate(rounds, (n) => parsed(texts[n] as string)),
    raw: () => rate(rounds, (n) => new Parser(new Lexer(texts[n] as string).lex().tokens, known, []).parse()),
  };
}

async function measure(bench: Bench): Promise<Figure[]> {
  const plan = bench.quick ? { slices: 3, warmUp: 1 } : { slices: 15, warmUp: 5 };
  const rounds = bench.quick ? 500 : 10_000;
  const against = "@actions/expressions";
  const about = { unit: "per s", against };
  return [
    figureOf(
      { ...about, workload: "D1 expressions evaluated", goal: { valueLeast: 300_000 } },
      await interleave(plan, evaluating(rounds)),
    ),
    figureOf({ ...about, workload: "D1 expressions read", goal: {} }, await interleave(plan, reading(rounds))),
  ];
}

export const expressions: Workload = { name: "D1", about: "expressions of a definition", run: measure };
