import { type BoundScript, bind } from "@stepwell/declarative";
import { afterEach, expect, test } from "vitest";
import { javaScript, Templates } from "./expressions.ts";
import { hostileValue } from "./hostile.ts";
import { Random, seeds } from "./random.ts";

const traced = globalThis as { trace?: number };
afterEach(() => {
  delete traced.trace;
});

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

async function outputOf({ text, names }: BoundScript, values: Readonly<Record<string, string>>): Promise<unknown> {
  const evaluate = new AsyncFunction(...names.map(({ name }) => name), `"use strict"; ${text}\nreturn o;`);
  return evaluate(...names.map(({ expression }) => values[expression]));
}

function scriptOf(seed: number) {
  const random = new Random(seed);
  const templates = new Templates(() => hostileValue(random, "trace"));
  const statement = random.pick([
    "",
    "let before = 1\n'${{ s }}'.length\n",
    "// ${{ s }} `\n",
    "if (1) '${{ s }}'; else before\n",
  ]);
  const { text, is } = javaScript(random, templates, 4);
  return { random, script: `${statement}const o = ${text}`, is, values: { s: "'", ...templates.values } };
}

test.each(["js", "ts"] as const)(
  "generated scripts in %s come to what they were given, and execute nothing",
  async (shell) => {
    for (const seed of seeds(400)) {
      const { script, is, values } = scriptOf(seed);
      const typed = shell === "ts" ? `interface Ü { a: '💥' }\n${script} as unknown as string` : script;
      const bound = bind(typed, shell);
      expect(bound.problems, `seed ${seed}\n${typed}`).toEqual([]);
      expect(await outputOf(bound, values), `seed ${seed}\n${bound.text}`).toBe(is);
      expect(traced.trace, `seed ${seed}`).toBeUndefined();
    }
  },
  3_600_000,
);

const noise = [
  "'",
  '"',
  "`",
  "\\",
  "$",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "/",
  "//",
  "/*",
  "*/",
  "\n",
  ";",
  "=",
  ".",
  "a",
  "1",
  ",",
  "${",
  "=>",
  "+",
];

test("damaged scripts are refused, or execute nothing of a value", async () => {
  let accepted = 0;
  for (const seed of seeds(1_000)) {
    const { random, script, values } = scriptOf(seed);
    const pieces = script.split(/(\$\{\{[^}]*\}\})/);
    const index = 2 * random.below(Math.ceil(pieces.length / 2));
    const at = random.below((pieces[index] ?? "").length + 1);
    const piece = pieces[index] ?? "";
    pieces[index] = piece.slice(0, at) + random.pick(noise) + piece.slice(at + random.below(3));
    const bound = bind(pieces.join(""), "js");
    if (bound.problems.length > 0 || bound.warnings.length > 0) continue;
    accepted++;
    await outputOf(bound, values).catch((error: Error) => {
      // What was accepted is valid; it may still fail as it runs.
      expect(error, `seed ${seed}\n${bound.text}`).not.toBeInstanceOf(SyntaxError);
    });
    expect(traced.trace, `seed ${seed}\n${bound.text}`).toBeUndefined();
  }
  expect(accepted).toBeGreaterThan(0);
}, 3_600_000);
