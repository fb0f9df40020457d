import { type TestKit, testKit } from "@stepwell/core/testing";
import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import type { StageType } from "../stages/stage-type.ts";
import { runnableStages } from "../stages/table.ts";
import { crashed } from "./crashes.fixture.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import { makeServices } from "./services.ts";

/** `work` notes its value, and fails while `broken` says so. */
async function world(flow: string, ...others: string[]) {
  const notes: string[] = [];
  const broken = new Set(["broken"]);
  const work: StageType = {
    key: "work",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: async (stage, s) => ({
      outputs: await s.step(() => {
        notes.push(String(stage.value));
        for (const name of broken) if (stage.id.startsWith(name)) throw new Error(`${name} it is`);
        return { of: notes.length };
      }),
    }),
  };
  const stages = [...runnableStages, work];
  const load = async (text: string) =>
    definitionsOf(await loadText({ file: "flow.yml", text, format: "yaml" }, { stages }));
  const definitions = (await Promise.all([`name: flow\n${flow}`, ...others].map(load))).flat();
  const services = makeServices({ workspaces: "/nowhere", stages, definitions });
  const [definition] = definitions;
  if (definition === undefined) throw new Error("no definition");
  const workflow = definitionWorkflow(definition, services);
  const kit: TestKit = testKit({ workflows: [workflow] });
  const start = () => kit.start(workflow, { definition, params: {} }, { id: "r" });
  const noted = () => notes.splice(0).sort();
  return { kit, start, broken, noted, [Symbol.asyncDispose]: () => kit[Symbol.asyncDispose]() };
}

const result = "${{ needs.build.result }}";
const flows: readonly (readonly [what: string, flow: string, first: string[], retried: string[]])[] = [
  [
    "on-failure and finally",
    `on-failure: [{ id: f, work: failed }]\nfinally: [{ id: l, work: last }]\njobs: { build: { stages: [{ id: s, work: s }, { id: broken, work: b }] } }`,
    ["b", "failed", "last", "s"],
    ["b", "last"],
  ],
  [
    "jobs that run whatever became of others, and those after them",
    `jobs:
  build: { stages: [{ id: s, work: s }, { id: broken, work: b }] }
  clean: { needs: build, if: always(), stages: [{ id: c, work: "clean ${result}" }] }
  told: { needs: clean, stages: [{ id: t, work: told }] }
  asked: { needs: build, if: "needs.build.result == 'failure'", stages: [{ id: a, work: asked }] }
  not: { needs: build, if: "!success()", stages: [{ id: n, work: not }] }
  ruled: { needs: build, trigger-rule: all_done, strategy: { matrix: { n: [1, 2] } }, stages: [{ id: m, work: "leg ${result}" }] }
  queued: { needs: build, if: always(), runs-on: queue:default, stages: [{ id: q, work: "queued ${result}" }] }
  beside: { stages: [{ id: x, work: beside }] }`,
    ["asked", "b", "beside", "clean failure", "leg failure", "leg failure", "not", "queued failure", "s", "told"],
    ["b", "clean success", "leg success", "leg success", "queued success", "told"],
  ],
  [
    "stages that run after a failed one",
    `jobs:
  build:
    stages:
      - { id: s, work: s }
      - id: t
        try: [{ id: u, work: u }, { id: broken, work: b }]
        finally: [{ id: v, work: v }]
      - { id: no, work: no }
      - { id: w, if: always(), work: w }
      - { id: x, if: failure(), parallel: { one: [{ id: y, work: y }] } }
      - { id: z, if: always(), echo: z }
      - { id: ok, if: "success() && true", work: ok }`,
    ["b", "s", "u", "v", "w", "y"],
    ["b", "no", "ok", "v", "w"],
  ],
];

test.each(flows)("%s are executed again after what a retry of the run begins anew", async (_, flow, first, retried) => {
  await using it = await world(flow);
  const run = await it.start();
  await it.kit.result(run).catch(() => {});
  expect(it.noted()).toEqual(first);
  // It fails again: once more they follow.
  await run.retry();
  await it.kit.result(run).catch(() => {});
  const again = it.noted();
  expect(again.filter((note) => note !== "s" && note !== "u" && note !== "beside")).toEqual(again);
  expect(again.length).toBe(first.filter((note) => note !== "s" && note !== "u" && note !== "beside").length);
  it.broken.clear();
  await run.retry();
  await it.kit.result(run);
  expect((await run.status()).status).toBe("completed");
  expect(it.noted()).toEqual(retried);
});

test("workflows that are triggered there are other runs each time", async () => {
  await using it = await world(
    `on-failure: [{ id: f, trigger: told, params: { what: failed } }]
finally: [{ id: l, trigger: told, params: { what: last } }]
jobs:
  build:
    stages:
      - id: t
        try: [{ id: broken, work: b }]
        finally: [{ id: v, trigger: told, params: { what: tried } }]
      - { id: w, if: always(), trigger: told, params: { what: stage } }
  clean: { needs: build, if: always(), stages: [{ id: c, trigger: told, params: { what: job } }] }`,
    'name: told\nparams: { what: str }\njobs: { a: { stages: [{ id: x, work: "${{ params.what }}" }] } }',
  );
  const run = await it.start();
  await it.kit.result(run).catch(() => {});
  expect(it.noted()).toEqual(["b", "failed", "job", "last", "stage", "tried"]);
  await run.retry();
  await it.kit.result(run).catch(() => {});
  expect(it.noted()).toEqual(["b", "failed", "job", "last", "stage", "tried"]);
  it.broken.clear();
  await run.retry();
  await it.kit.result(run);
  expect((await run.status()).status).toBe("completed");
  expect(it.noted()).toEqual(["b", "job", "last", "stage", "tried"]);
});

const build = "build: { stages: [{ id: s, work: s }, { id: broken, work: b }] }";
const queued = "needs: build, runs-on: queue:default, stages: [{ id: broken, work: q }]";
test.each([
  ["once", `jobs: { ${build}, clean: { if: always(), ${queued} } }`, ["b", "q"]],
  [
    "once for each leg",
    `jobs: { ${build}, clean: { if: always(), strategy: { matrix: { n: [1, 2] } }, ${queued} } }`,
    ["b", "q", "q"],
  ],
  ["not at all, where nothing fails", `jobs: { ${build}, alarm: { if: failure(), ${queued} } }`, ["b"]],
])("a job of a queue that failed after the failure is executed again %s", async (_, flow, retried) => {
  await using it = await world(flow);
  const run = await it.start();
  await it.kit.result(run).catch(() => {});
  it.noted();
  it.broken.clear();
  await run.retry();
  await it.kit.result(run);
  // Whatever somebody has begun beside it is over by then, too.
  await it.kit.advance("1 h");
  expect(it.noted()).toEqual(retried);
});

test("what ran before the failure stays done, however it asked", async () => {
  await using it = await world(`jobs:
  build: { stages: [{ id: s, work: s }] }
  clean: { needs: build, if: always(), stages: [{ id: c, work: c }] }
  last: { needs: clean, if: success(), stages: [{ id: d, if: always(), work: d }, { id: broken, work: b }] }`);
  const run = await it.start();
  await it.kit.result(run).catch(() => {});
  expect(it.noted()).toEqual(["b", "c", "d", "s"]);
  it.broken.clear();
  await run.retry();
  await it.kit.result(run);
  expect(it.noted()).toEqual(["b"]);
});

test("cleanup after retries, with crashes all over the generations", { timeout: 120_000 }, async () => {
  await crashed(
    `
name: flow
jobs:
  a: { timeout: 2 h, stages: [{ id: s, work: 1 }, { sleep: 9 h }, { id: t, work: 2 }] }
  b: { needs: a, if: always(), stages: [{ id: s, work: 3 }, { id: t, if: always(), work: 4 }] }
  c: { needs: b, runs-on: queue:default, stages: [{ id: s, work: 5 }] }
  d: { needs: a, if: always(), runs-on: queue:default, stages: [{ id: s, work: 8, good-from: 9 }] }
on-failure: [{ id: failed, work: 6 }]
finally: [{ id: last, work: 7 }]
`,
    {
      drive: {
        atMost: 110,
        drive: async (kit, run) => {
          await kit.advance("4 h");
          await run.retry();
          await kit.advance("4 h");
          await run.retry();
          await kit.advance("4 h");
        },
      },
    },
  );
});
