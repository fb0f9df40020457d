import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { DefinitionInvalid } from "../diagnosis/definition-invalid.ts";
import { renderProblems } from "../diagnosis/render.ts";
import { definitionsOf, type Loaded, loadData, loadText } from "./load.ts";

// Whatever is loaded: definitions, or definition-invalid with places in the source, and nothing else.

const whole = readFileSync(join(import.meta.dirname, "definitions/everything.yml"), "utf8");

const naughty = [
  ...[
    "${{",
    "}}",
    "${{ '",
    "*",
    "*a",
    "&a ",
    "<<: ",
    "!",
    "!!js/function ",
    "|",
    ">-",
    "?",
    "- ",
    ": ",
    "\t",
    "\r",
    " #",
  ],
  ...[
    "__proto__: ",
    "constructor: ",
    "toString",
    "prototype",
    "../..",
    "\u0000",
    "\u2028",
    "\ud800",
    "\u{1f600}",
    "\u202e",
  ],
  ...["{", "}", "[", "]", "'", '"', "\\", "%YAML 1.1\n---\n", "---\n", "...\n", "~", "null", ".inf", "1e999", "0x10"],
  ...["\n", "\n  ", "\n          ", "$(rm -rf /)", "`id`", "${PATH}", "NaN", "-0", "9".repeat(30), "a".repeat(2_000)],
];

const text = fc.oneof(fc.constantFrom(...naughty), fc.string({ unit: "binary", maxLength: 8 }));

/** The definition that uses every key, with texts put in, parts taken out, and lines exchanged. */
const damaged = fc
  .array(fc.tuple(fc.nat(whole.length), fc.nat(60), text), { minLength: 1, maxLength: 4 })
  .map((cuts) =>
    cuts.reduce(
      (source, [at, length, put]) => source.slice(0, at) + put + source.slice(at + (length > 40 ? 0 : length)),
      whole,
    ),
  );

/** Lines of keys and values at any depth, which are often YAML. */
const line = fc.tuple(
  fc.nat(6),
  fc.constantFrom(
    "jobs",
    "stages",
    "a",
    "- echo",
    "- bash",
    "needs",
    "if",
    "strategy",
    "matrix",
    "- case",
    "match",
    "on",
    "- cron",
    "params",
    "name",
  ),
  fc.oneof(text, fc.constantFrom("", "", "|", "[a, b]", "{ a: 1 }", "x", "${{ a.b }}", "1")),
);
const lines = fc
  .array(line, { maxLength: 30 })
  .map((all) => all.map(([depth, key, value]) => `${"  ".repeat(depth)}${key}: ${value}`).join("\n"));

const key = fc.oneof(
  fc.constantFrom(
    "jobs",
    "stages",
    "echo",
    "bash",
    "needs",
    "strategy",
    "matrix",
    "params",
    "on",
    "name",
    "uses",
    "with",
    "retry",
  ),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "toString",
    "valueOf",
    "prototype",
    "then",
    "length",
    "key",
  ),
  text,
);
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined), fc.bigInt());
const data = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 7, depthSize: "medium", withCrossShrink: true },
    scalar,
    fc.array(tie("node"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("node")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).node;

function judge(loaded: Loaded, source?: string): void {
  const sourceLines = source?.split(/\r\n|\n|\r/);
  for (const { code, message, place, excerpt } of loaded.problems) {
    expect(code).toMatch(/^[a-z-]+$/);
    expect(message).not.toBe("");
    if (sourceLines === undefined || place === undefined) continue;
    expect(sourceLines[place.line - 1]?.replace("\ufeff", "")).toBe(excerpt);
    expect(place.column - 1 + (place.length ?? 0)).toBeLessThanOrEqual(excerpt?.length ?? 0);
  }
  expect(renderProblems(loaded.problems)).not.toMatch(/[^\P{Cc}\n]/u);
  if (loaded.problems.length > 0) expect(() => definitionsOf(loaded)).toThrow(DefinitionInvalid);
  const kept = JSON.stringify(loaded.definitions);
  expect(JSON.stringify(JSON.parse(kept))).toBe(kept);
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("damaged YAML", async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (source) => {
      judge(await loadText({ file: "w.yml", text: source, format: "yaml" }, { python: false }), source);
    }),
    { numRuns: 300 },
  );
}, 120_000);

test("lines that look like a definition", async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (source) => {
      judge(await loadText({ file: "w.yml", text: source, format: "yaml" }, { python: false }), source);
    }),
    { numRuns: 600 },
  );
}, 120_000);

test("any text at all, as YAML and as JSON", async () => {
  const any = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(text, { maxLength: 20 }).map((parts) => parts.join("")),
  );
  await fc.assert(
    fc.asyncProperty(any, fc.constantFrom("yaml" as const, "json" as const), async (source, format) => {
      judge(await loadText({ file: "w", text: source, format }, { python: false }), source);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

test("objects of code", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        data,
        data.map((jobs) => ({ name: "w", jobs })),
        data.map((stage) => ({ name: "w", jobs: { a: { stages: [stage] } } })),
      ),
      async (value) => {
        judge(await loadData(value, { python: false }));
      },
    ),
    { numRuns: 1_500 },
  );
}, 120_000);
