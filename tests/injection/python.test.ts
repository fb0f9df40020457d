import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bind } from "@stepwell/declarative";
import { afterAll, expect, test } from "vitest";
import { python, Templates } from "./expressions.ts";
import { hostileValue } from "./hostile.ts";
import { Random, seeds } from "./random.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-injection-"));
const trace = join(folder, "trace");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = join(import.meta.dirname, "../../packages/declarative/src/scripts/python/fixtures/run_many.py");

/** Binds and runs scripts as the runner does, all in one process; gives `o` of each, or why there is none. */
function outputsOf(scripts: readonly { script: string; values: Readonly<Record<string, string>> }[]): unknown[] {
  const cases = scripts.map(({ script, values }) => {
    const { text, names } = bind(script, "python");
    const texts = names.map(({ expression }) => values[expression]);
    return { text, placeholders: names.map(({ placeholder }) => placeholder), texts };
  });
  const input = JSON.stringify(cases);
  const { stdout, stderr } = spawnSync("python3", ["-W", "ignore", program], {
    cwd: folder,
    input,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  expect(stdout, stderr).not.toBe("");
  return JSON.parse(stdout) as unknown[];
}

function scriptOf(seed: number) {
  const random = new Random(seed);
  const templates = new Templates(() => hostileValue(random, trace));
  const { text, is } = python(random, templates, 4);
  return { random, script: `o = ${text}`, is, values: templates.values };
}

test("generated scripts come to what they were given, and execute nothing", () => {
  const scripts = seeds(500).map((seed) => ({ seed, ...scriptOf(seed) }));
  const outputs = outputsOf(scripts);
  for (const [index, { seed, script, is }] of scripts.entries())
    expect(outputs[index], `seed ${seed}\n${script}`).toEqual(is);
  expect(existsSync(trace)).toBe(false);
});

const noise = [
  "'",
  '"',
  '"""',
  "\\",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "#",
  "\n",
  ":",
  "=",
  ".",
  "a",
  "b",
  "f",
  "r",
  "1",
  ",",
  "%",
  "!",
  " ",
];

test("damaged scripts are refused, or execute nothing of a value", () => {
  const scripts = seeds(1_000).map((seed) => {
    const { random, script, values } = scriptOf(seed);
    const pieces = script.split(/(\$\{\{[^}]*\}\})/);
    const index = 2 * random.below(Math.ceil(pieces.length / 2));
    const piece = pieces[index] ?? "";
    const at = random.below(piece.length + 1);
    pieces[index] = piece.slice(0, at) + random.pick(noise) + piece.slice(at + random.below(3));
    return { script: pieces.join(""), values };
  });
  const outputs = outputsOf(scripts.filter(({ script }) => bind(script, "python").problems.length === 0));
  expect(outputs.some((output) => typeof output === "string")).toBe(true);
  expect(existsSync(trace)).toBe(false);
});
