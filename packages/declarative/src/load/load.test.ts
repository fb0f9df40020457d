import { join } from "node:path";
import { expect, test } from "vitest";
import type { Definition } from "../definition/definition.ts";
import { hashOf } from "../definition/hash.ts";
import { renderProblems } from "../diagnosis/render.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { builtInStages } from "../stages/table.ts";
import { definitionsOf, loadData, loadPath, loadText } from "./load.ts";

const yaml = (text: string) => loadText({ file: "w.yml", text, format: "yaml" });

async function one(text: string): Promise<Definition> {
  const [definition] = definitionsOf(await yaml(text));
  if (definition === undefined) throw new Error("nothing was loaded");
  return definition;
}

const job = (lines: string): string => `name: w\njobs:\n  a:\n    ${lines.replaceAll("\n", "\n    ")}\n`;
const stages = (lines: string): string => job(`stages:\n  ${lines.replaceAll("\n", "\n  ")}`);

test("a definition that uses every key has no problem, and is the data that is kept", async () => {
  const loaded = await loadPath(join(import.meta.dirname, "definitions/everything.yml"));
  expect(renderProblems(loaded.problems)).toBe("");
  const text = JSON.stringify(loaded.definitions[0], null, 2).replaceAll(`${import.meta.dirname}/`, "");
  await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, "definitions/everything.txt"));
});

test("data and text of one definition come to the same, whatever the form of the text", async () => {
  const data = { w: { jobs: { a: { needs: "b", stages: [{ echo: "hi" }] }, b: { stages: [{ sleep: 1 }] } } } };
  const forms = [
    await loadData(data),
    await loadText({ file: "w.json", text: JSON.stringify(data), format: "json" }),
    await yaml(
      "\n# moved\nname: w\njobs:\n  a: { stages: [ { echo: hi } ], needs: [b] }\n  b: { stages: [{ sleep: 1 }] }\n",
    ),
  ];
  const hashes = forms.map((loaded) => definitionsOf(loaded).map(hashOf));
  expect(hashes[0]?.[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(hashes.flat()).size).toBe(1);
});

test("a definition that does something else has another hash, also where only data called `at` differs", async () => {
  const definitions = await Promise.all(["1", "2"].map((at) => one(stages(`- trigger: x\n  params: { at: ${at} }`))));
  expect(new Set(definitions.map(hashOf)).size).toBe(2);
});

test("jobs stand in the order of the source, also those whose ids look like numbers", async () => {
  const { jobs } = await one(
    "name: w\njobs:\n  2: { stages: [{ echo: a }] }\n  b: { stages: [{ echo: a }] }\n  1: { stages: [{ echo: a }] }\n",
  );
  expect(jobs.map(({ id }) => id)).toEqual(["2", "b", "1"]);
});

test("own keys such as __proto__ in data are data", async () => {
  const definition = await one(stages("- trigger: x\n  params: { __proto__: { polluted: 1 }, constructor: 2 }"));
  const keys = definition.jobs[0]?.stages[0]?.keys as { params: object };
  expect(Object.keys(keys.params)).toEqual(["__proto__", "constructor"]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ["- echo: a\n- echo: b\n- id: echo-2\n  echo: c", ["echo", "echo-3", "echo-2"]],
  ["- name: Process ${{ params.env? }}\n  echo: a", ["process-params-env"]],
  ["- name: '!!!'\n  echo: a", ["echo"]],
  ["- name: Größe  prüfen\n  echo: a", ["größe-prüfen"]],
  ["- name: 1. Download\n  echo: a", ["1-download"]],
])("ids of %j are %j", async (list, ids) => {
  const { jobs } = await one(stages(list));
  expect(jobs[0]?.stages.map(({ id }) => id)).toEqual(ids);
});

test.each([
  ["if: ${{ always() }}", "always()"],
  ["if: always()", "always()"],
  ["if: \"${{ '${{' == '}}' }}\"", "'${{' == '}}'"],
  ["if: \"'${{ params.x? }}' == 'y'\"", "'${{ params.x? }}' == 'y'"],
  ['if: "${{ true }} && ${{ false }}"', "${{ true }} && ${{ false }}"],
  ["if: true", "true"],
])("%s asks %s", async (line, condition) => {
  const { jobs } = await one(job(`${line}\nstages: [{ echo: a }]`));
  expect(jobs[0]?.if).toBe(condition);
});

test("numbers in places of text are kept as they are written", async () => {
  const { jobs, params } = await one(
    `params: { v: { type: str, default: 1.10 } }\n${stages("- echo: 1.10\n  env: { V: 2.0, W: true }")}`,
  );
  expect(params[0]?.default).toBe("1.10");
  expect(jobs[0]?.stages[0]).toMatchObject({ value: "1.10", env: { V: "2.0", W: "true" } });
});

test("attempts are the retries and one, and waits have the defaults of the format", async () => {
  const { jobs } = await one(
    stages(
      "- echo: a\n  retry: 3\n- echo: a\n  retry: ${{ params.n? }}\n- echo: a\n  retry: { max-attempts: 2, initial: 2 min }",
    ),
  );
  expect(jobs[0]?.stages.map(({ retry }) => retry)).toEqual([
    { maxAttempts: 4, initialMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0 },
    { maxAttempts: "${{ params.n? }}", initialMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0 },
    { maxAttempts: 2, initialMs: 120_000, factor: 2, maxMs: 120_000, jitter: 0 },
  ]);
});

test("stages below a stage stand apart from its data", async () => {
  const { jobs } = await one(
    stages(
      "- case: ${{ params.x? }}\n  match:\n    - { case: a, stages: [{ echo: 1 }] }\n    - { else: [{ echo: 2 }] }\n  skip-not-match: true",
    ),
  );
  expect(jobs[0]?.stages[0]).toMatchObject({
    type: "case",
    value: "${{ params.x? }}",
    keys: { match: [{ case: ["a"] }, {}], "skip-not-match": true },
    branches: [
      { path: "match/0/stages", stages: [{ value: "1" }] },
      { path: "match/1/else", stages: [{ value: "2" }] },
    ],
  });
});

test("of two definitions the right one can be used", async () => {
  const { definitions, problems } = await yaml(
    "a:\n  jobs: { x: { stages: [{ echo: 1 }] } }\nb:\n  jobs: { x: { stages: [{ ehco: 1 }] } }\n",
  );
  expect(definitions.map(({ name }) => name)).toEqual(["a"]);
  expect(problems.map(({ code }) => code)).toEqual(["no-stage-type"]);
});

test("problems of data say where in the data they are", async () => {
  const { problems } = await loadData({
    w: { jobs: { a: { stages: [{ echo: "a", retries: 3 }, { echo: "${{ parms.x }}" }] } } },
  });
  expect(renderProblems(problems).split("\n")).toEqual([
    'jobs.a.stages[0].retries  unknown key "retries" in stage 1 of job "a"',
    '  did you mean "retry"?',
    expect.stringMatching(/^jobs\.a\.stages\[1\]\.echo {2}there is no context "parms"; known: params/),
    '  did you mean "params"?',
  ]);
});

test("what is wrong is thrown as one error", async () => {
  const loaded = await yaml("name: w\n");
  expect(() => definitionsOf(loaded)).toThrow(
    expect.objectContaining({ code: "definition-invalid", problems: loaded.problems }),
  );
});

test("places in scripts are right where lines end as on Windows", async () => {
  const { problems } = await yaml(stages("- bash: |\n    one\n\n    two ${{ params.x }}").replaceAll("\n", "\r\n"));
  expect(problems.map(({ place }) => place)).toEqual([{ file: "w.yml", line: 8, column: 26, length: 1 }]);
});

test("Python looks at the scripts of Python, or a warning says once that it did not", async () => {
  const text = stages("- run: 'x = ('\n- run: 'y = ${{ params.y? }}'");
  const load = (python: string) => loadText({ file: "w.yml", text, format: "yaml" }, { shell: "python", python });
  expect((await load("no-such-python")).warnings.map(({ code }) => code)).toEqual(["script-unchecked"]);
  const { problems, warnings } = await load("python3");
  if (warnings.length === 0) expect(problems.map(({ code }) => code)).toEqual(["script-syntax"]);
});

test("only stages of the type trigger name workflows that they start", async () => {
  const plugin: StageShape = {
    key: "alarm",
    value: { shape: { kind: "text" }, doc: "An alarm.", example: "alarm: fire" },
    keys: { trigger: { shape: { kind: "text" }, doc: "What sets it off.", example: "smoke" } },
  };
  const stages = [{ trigger: "smoke", alarm: "fire" }, { alarm: "fire", id: "b" }, { trigger: "child" }];
  const data = (...more: object[]) => ({ w: { jobs: { a: { stages: [...stages, ...more] } } } });
  const types = { stages: [...builtInStages, plugin] };
  const loaded = await loadData(data(), types);
  expect(loaded.named).toMatchObject([{ name: "child", as: "started" }]);
  expect(definitionsOf(loaded)[0]?.jobs[0]?.stages).toMatchObject([
    { id: "alarm", type: "alarm", value: "fire", keys: { trigger: "smoke" } },
    { id: "b", type: "alarm" },
    { id: "trigger", type: "trigger", value: "child" },
  ]);
  const { problems } = await loadData(data({ alarm: "fire", trigger: "smoke", bash: "ls" }), types);
  expect(problems).toMatchObject([{ code: "two-stage-types", message: expect.stringContaining("alarm, bash") }]);
});

test("of a file in which something cannot be read as it stands, only the definitions without it are given", async () => {
  const of = (job: string) => `  jobs: { a: { ${job}stages: [{ echo: hi }] } }\n`;
  const text = `good:\n${of("")}endless:\n${of("timeout: .inf, ")}twice:\n${of("retry: 1, retry: 2, ")}last:\n${of("")}`;
  const { definitions, problems } = await yaml(text);
  expect(problems.map(({ code }) => code)).toEqual(["inexact-number", "duplicate-key"]);
  expect(definitions.map(({ name }) => name)).toEqual(["good", "last"]);
});
