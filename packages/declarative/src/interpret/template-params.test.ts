import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { definitionsOf, loadPath } from "../load/load.ts";
import type { StageType } from "../stages/stage-type.ts";
import { builtInStages } from "../stages/table.ts";
import { type Executed, execute, servicesOf } from "./test-definition.fixture.ts";

/** Executes the first definition of `w.yml`, with templates beside it. */
async function ran(files: Record<string, string>, secrets = new Map<string, string>()): Promise<Executed> {
  const root = mkdtempSync(join(tmpdir(), "stepwell-templates-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const [definition] = definitionsOf(await loadPath(join(root, "w.yml")));
  if (definition === undefined) throw new TypeError("no definition");
  const stages = new Map(builtInStages.filter((one): one is StageType => "run" in one).map((one) => [one.key, one]));
  return await execute(definition, { services: servicesOf({ stages, secrets }), input: { params: { who: "outer" } } });
}

const outer = "name: w\nparams: { who: str }\n";

test("stages of a template see its params, with defaults and types; those around see nothing of it", async () => {
  const { context, ops } = await ran({
    "w.yml": `${outer}jobs:\n  a:\n    stages:\n      - id: t\n        uses: stages/s#two\n        with: { who: "\${{ params.who }}!" }\n      - id: after\n        echo: \${{ params.who }} \${{ stages.t.outputs.message }}\n`,
    "stages/s.yml":
      'two:\n  params: { who: str, n: { type: int, default: 2 } }\n  stages:\n    - id: one\n      echo: ${{ params.who }} ${{ params.n }}\n    - uses: stages/s#three\n      with: { n: "${{ params.n }}" }\nthree:\n  params: { n: int }\n  stages: [{ echo: "three ${{ params.n }} ${{ params.who? }}" }]\n',
  });
  expect(context.errors).toEqual([]);
  expect(context.jobs.a?.stages).toMatchObject({
    t: { outputs: { message: "three 2 " } },
    after: { outputs: { message: "outer three 2 " } },
  });
  expect(ops).toContain("a/t/params of t");
});

test("a job of a template sees its params; what is written in the job itself sees the workflow's", async () => {
  const { context } = await ran({
    "w.yml": `${outer}jobs:\n  a:\n    uses: jobs/j#greet\n    with: { who: inner }\n    env: { OWN: "\${{ params.who }}" }\n    strategy: { matrix: { n: [1, 2] } }\n`,
    "jobs/j.yml":
      'greet:\n  params: { who: str }\n  env: { OWN: t, THEIRS: "${{ params.who }}" }\n  outputs: { said: "${{ params.who }}/${{ stages.say.outputs.message }}" }\n  stages:\n    - id: say\n      echo: ${{ env.OWN }} ${{ env.THEIRS }} ${{ params.who }}\n',
  });
  expect(context.errors).toEqual([]);
  expect(context.outputs).toEqual({ a: { said: ["inner/outer inner inner", "inner/outer inner inner"] } });
});

test("what does not fit a template's params fails the stage", async () => {
  const { context } = await ran({
    "w.yml": `${outer}jobs:\n  a:\n    stages:\n      - uses: stages/s#two\n        with: { n: "\${{ params.who }}" }\n`,
    "stages/s.yml": "two: { params: { n: int }, stages: [{ echo: hi }] }\n",
  });
  expect(context.errors).toMatchObject([{ code: "params-invalid", message: expect.stringContaining("stages/s#two") }]);
});

test("a secret goes through a template without being recorded", async () => {
  const secrets = new Map([["TOKEN", "s3cret-value"]]);
  const { context } = await ran(
    {
      "w.yml": `${outer}jobs:\n  a:\n    stages:\n      - uses: stages/s#use\n        with: { token: "\${{ secrets.TOKEN }}" }\n`,
      "stages/s.yml": 'use: { params: { token: secret }, stages: [{ echo: "it is ${{ params.token }}" }] }\n',
    },
    secrets,
  );
  expect(context.errors).toEqual([]);
  expect(context.outputs).toEqual({ a: { message: "it is ***" } });
});
