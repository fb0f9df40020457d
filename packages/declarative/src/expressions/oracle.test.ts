import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";
import { parseExpression } from "./expression.ts";
import { scopeOf } from "./test-scope.fixture.ts";
import { textOf } from "./text.ts";

// What GitHub's own implementation makes of an expression, ours makes of it too. Kept apart: its known faults (members
// named like those of objects, the second '' of a text, numbers cut after 15 places), and what ours has besides:
// an unknown path is an error there unless ? excuses it, lists and maps have texts, fromJson takes what is no text.

/** One expression in both languages: they differ in what excuses an unknown path. */
interface Pair {
  readonly theirs: string;
  readonly ours: string;
}

const same = (text: string): Pair => ({ theirs: text, ours: text });
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const contexts = {
  github: { ref: "refs/heads/Main", "run-id": 42, nested: { list: [1, "2", null, true], Deep: { x: "ı", y: false } } },
  matrix: [{ os: "linux", n: 1, tags: ["a", "b"] }, { os: "Mac", tags: ["c"] }, "plain", { n: null, inner: { os: 3 } }],
  zero: 0,
  text: "Hello",
  nothing: null,
};
const names = ["ref", "run-id", "nested", "list", "Deep", "deep", "x", "os", "n", "tags", "inner", "missing", "0"];

const number = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }).map(String),
  fc.constantFrom("0x1F", ".5", "+7", "-0", "1e3", "NaN", "Infinity", "-Infinity", "0o17", "12.25"),
);
/** Only the first '' of a text is one there. */
const text = fc.constantFrom(
  "",
  "a",
  "A",
  "1",
  " 12 ",
  "0x10",
  "true",
  "hello",
  "o",
  "ı",
  "ß",
  "it's",
  "1.50",
  "-",
  "ref",
);
const literal = fc.oneof(number, text.map(quoted), fc.constantFrom("true", "false", "null")).map(same);

const expression = fc.letrec<{ any: Pair; chain: Pair; call: Pair }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthIdentifier: "any" },
    literal,
    tie("chain"),
    tie("call"),
    fc
      .tuple(tie("any"), fc.constantFrom("==", "!=", "<", "<=", ">", ">=", "&&", "||"), tie("any"))
      .map(([a, op, b]) => ({
        theirs: `(${a.theirs} ${op} ${b.theirs})`,
        ours: `(${a.ours} ${op} ${b.ours})`,
      })),
    fc
      .array(fc.tuple(fc.constantFrom("==", "<", "&&", "||", "!="), tie("any")), { minLength: 1, maxLength: 3 })
      .map((links) => ({
        theirs: `1 ${links.map(([op, b]) => `${op} ${b.theirs}`).join(" ")}`,
        ours: `1 ${links.map(([op, b]) => `${op} ${b.ours}`).join(" ")}`,
      }))
      .map(({ theirs, ours }) => ({ theirs: `(${theirs})`, ours: `(${ours})` })),
    tie("any").map(({ theirs, ours }) => ({ theirs: `!${theirs}`, ours: `!${ours}` })),
  ),
  chain: fc
    .tuple(
      fc.constantFrom(...Object.keys(contexts), "GitHub"),
      fc.array(
        fc.oneof(
          fc.constantFrom(...names.slice(0, -1)).map((name) => same(`.${name}`)),
          fc.constantFrom(...names).map((name) => same(`['${name}']`)),
          fc.constantFrom(same(".*"), same("[*]")),
          tie("any").map(({ theirs, ours }) => ({ theirs: `[${theirs}]`, ours: `[${ours}]` })),
        ),
        { maxLength: 4 },
      ),
    )
    .map(([root, links]) => ({
      theirs: root + links.map((link) => link.theirs).join(""),
      ours: `${root + links.map((link) => link.ours).join("")}?`,
    })),
  call: fc.oneof(
    fc
      .tuple(fc.constantFrom("contains", "startsWith", "endsWith", "STARTSWITH"), tie("any"), tie("any"))
      .map(([name, a, b]) => ({
        theirs: `${name}(${a.theirs}, ${b.theirs})`,
        ours: `${name}(${a.ours}, ${b.ours})`,
      })),
    fc.tuple(tie("any"), tie("any")).map(([a, b]) => ({
      theirs: `case(!!${a.theirs}, ${b.theirs}, 'otherwise')`,
      ours: `case(!!${a.ours}, ${b.ours}, 'otherwise')`,
    })),
    tie("any").map((a) => ({ theirs: `toJson(${a.theirs})`, ours: `toJson(${a.ours})` })),
    tie("any").map((a) => ({ theirs: `fromJson(toJson(${a.theirs}))`, ours: `fromJson(toJson(${a.ours}))` })),
    fc
      .tuple(
        fc.constantFrom("{0}", "{{{0}}} {1}", "a {1}{0} b", "{0:x}", "{2}", "{", "}}", "{a}", "}"),
        literal,
        literal,
      )
      .map(([pattern, a, b]) => same(`format(${quoted(pattern)}, ${a.theirs}, ${b.theirs})`)),
    fc.constantFrom(
      same("join(github.nested.list, '-')"),
      same("join(matrix.*.os)"),
      same("join('x', 1)"),
      same("join(matrix[0].tags, null)"),
    ),
  ),
}));

function theirs(source: string): unknown {
  const dictionary = JSON.parse(JSON.stringify(contexts), asData) as data.Dictionary;
  const parser = new Parser(new Lexer(source).lex().tokens, Object.keys(contexts), []);
  const result = new Evaluator(parser.parse(), dictionary).evaluate();
  return plain(result);
}

function asData(_: string, value: unknown): data.ExpressionData {
  return data.reviver(_, value) as data.ExpressionData;
}

/** Their value as ours would be; what JSON does not tell apart is told. */
function plain(value: data.ExpressionData): unknown {
  if (value.kind === data.Kind.Number) return Object.is(value.number(), -0) ? 0 : value.number();
  return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
}

function ours(source: string): unknown {
  const read = parseExpression(source);
  if ("problem" in read) throw new TypeError(`${source}: ${read.problem.message}`);
  const value = evaluate(read.expression, scopeOf(contexts));
  if (typeof value === "number") return Object.is(value, -0) ? 0 : value;
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function outcome(compute: () => unknown): { value: unknown } | { failed: true } {
  try {
    return { value: compute() };
  } catch {
    return { failed: true };
  }
}

test("an expression has the value that GitHub's own implementation gives it", () => {
  let values = 0;
  fc.assert(
    fc.property(expression.any, (pair) => {
      const their = outcome(() => theirs(pair.theirs));
      if ("value" in their) values++;
      expect(outcome(() => ours(pair.ours))).toEqual(their);
    }),
    { numRuns: 3_000 },
  );
  expect(values).toBeGreaterThan(2_000);
});

test("what their lexer or parser refuses, ours refuses, and the other way round", () => {
  const piece = fc.constantFrom(
    ...["zero", "text", "nothing", "'a'", "1", "-2", ".5", "(", ")", "[", "]", ".", "*", "!", "==", "!=", "<", ">="],
    ...["&&", "||", "=", "&", "+", ",", " ", "true", "null", '"', "$", "{", "}", "1x", "\n", "'"],
  );
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 9 }), (pieces) => {
      const source = pieces.join(" ");
      // Which functions there are, they ask as they parse.
      fc.pre(source.trim() !== "" && !/(zero|text|nothing)\s*\(/.test(source));
      const refused = "problem" in parseExpression(source);
      const theirParse = outcome(() => new Parser(new Lexer(source).lex().tokens, Object.keys(contexts), []).parse());
      expect([source, refused]).toEqual([source, "failed" in theirParse]);
    }),
    { numRuns: 5_000 },
  );
});

test("where the oracle is known to be wrong, ours is right", () => {
  const scope = scopeOf({ data: { constructor: 1, toString: "own" } });
  const value = (text: string): unknown => {
    const read = parseExpression(text);
    return "problem" in read ? read.problem.message : evaluate(read.expression, scope);
  };
  expect(value("data.constructor")).toBe(1);
  expect(value("data.toString")).toBe("own");
  expect(value("data.hasOwnProperty?")).toBe(null);
  expect(value("data.__proto__?")).toBe(null);
  expect(value("fromJson('{\"__proto__\": 3}').__proto__")).toBe(3);
  expect(value("'it''s ''quoted'''")).toBe("it's 'quoted'");
  expect(textOf(value("0.1234567890123456"))).toBe("0.1234567890123456");
});
