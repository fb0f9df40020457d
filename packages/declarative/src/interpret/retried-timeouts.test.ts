import { type TestKit, testKit } from "@stepwell/core/testing";
import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import type { StageType } from "../stages/stage-type.ts";
import { runnableStages } from "../stages/table.ts";
import { crashed } from "./crashes.fixture.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import type { ResultContext } from "./records.ts";
import { makeServices } from "./services.ts";

/** What takes too long the first time, and what it takes at the retry. */
const flows: readonly (readonly [what: string, flow: string])[] = [
  ["a job", "jobs: { a: { timeout: 2 h, stages: [{ id: s, work: 30 min }, { id: t, work: 3 h }] } }"],
  [
    "a job, before what is last",
    "jobs: { a: { timeout: 2 h, stages: [{ id: s, work: 30 min }, { id: t, work: 3 h }] } }\nfinally: [{ id: f, work: 1 min }]",
  ],
  ["a stage", "jobs: { a: { stages: [{ id: s, work: 30 min }, { id: t, work: 3 h, timeout: 2 h }] } }"],
  [
    "a stage of stages",
    "jobs: { a: { stages: [{ id: s, work: 30 min }, { id: p, timeout: 2 h, parallel: { l: [{ id: t, work: 3 h }] } }] } }",
  ],
  ["the second attempt of a job", "jobs: { a: { timeout: 2 h, retry: 1, stages: [{ id: t, work: 3 h }] } }"],
  [
    "a leg",
    'jobs: { a: { timeout: 2 h, strategy: { matrix: { h: [1, 3] } }, stages: [{ id: t, work: "${{ matrix.h }} h" }] } }',
  ],
  [
    "two jobs",
    "jobs: { a: { timeout: 1 h, stages: [{ id: t, work: 3 h }] }, b: { timeout: 2 h, stages: [{ id: t, work: 3 h }] } }",
  ],
  ["the run's active time", "jobs: { a: { stages: [{ id: s, work: 3 h }, { sleep: 9 h }, { id: t, work: 3 h }] } }"],
  ["the run", "timeout: 2 h\njobs: { a: { stages: [{ id: s, work: 30 min }, { id: t, work: 3 h }] } }"],
  ["a wait", "jobs: { a: { timeout: 5 h, stages: [{ id: s, work: 30 min }, { id: t, wait: go, timeout: 2 h }] } }"],
  ["an approval", "jobs: { a: { stages: [{ id: s, work: 30 min }, { id: t, approve: Go?, timeout: 2 h }] } }"],
  ["a callback", "jobs: { a: { stages: [{ id: s, work: 30 min }, { id: t, wait: { callback: go }, timeout: 2 h }] } }"],
  [
    "a job that is a run",
    "jobs: { a: { runs-on: queue:default, timeout: 2 h, stages: [{ id: s, work: 30 min }, { id: t, work: 3 h }] } }",
  ],
];

interface World {
  readonly kit: TestKit;
  readonly notes: string[];
  readonly start: () => ReturnType<TestKit["start"]>;
  context: ResultContext | undefined;
  slow: boolean;
}

async function world(flow: string): Promise<World> {
  const notes: string[] = [];
  const work: StageType = {
    key: "work",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: async (stage, s) => ({
      outputs: await s.step(async () => {
        notes.push(stage.id);
        await it.kit.wait(it.slow ? (String(stage.value) as "1 h") : "1 min");
        return {};
      }),
    }),
  };
  const stages = [...runnableStages, work];
  const text = `name: flow\n${flow}\n`;
  const definitions = definitionsOf(await loadText({ file: "flow.yml", text, format: "yaml" }, { stages }));
  const services = makeServices({ workspaces: "/nowhere", stages, definitions, timeoutMs: 5 * 3_600_000 });
  const [definition] = definitions;
  if (definition === undefined) throw new Error("no definition");
  const workflow = definitionWorkflow(definition, services, { ended: (context) => (it.context = context) });
  const kit = testKit({ workflows: [workflow] });
  const start = () => kit.start(workflow, { definition, params: {} }, { id: "r" });
  const it: World = { kit, notes, start, context: undefined, slow: true };
  return it;
}

test.each(flows)("after the timeout of %s a retry the next day gives it its whole time again", async (_, flow) => {
  const it = await world(flow);
  await using _kit = it.kit;
  const run = await it.start();
  await it.kit.result(run).catch(() => {});
  expect(it.context?.errors[0]?.name ?? (await run.status()).status).toMatch(/WorkflowTimeoutError|timed_out/);
  await it.kit.advance("24 h");
  it.slow = false;
  it.notes.length = 0;
  await run.retry();
  await it.kit.advance("1 h");
  if (flow.includes("wait: go")) await run.signal("go", 1);
  if (flow.includes("callback"))
    await (await it.kit.engine()).completeCallback(String(await run.get("callbacks/go")), 1);
  if (flow.includes("approve")) await run.answer("a/t", true);
  await it.kit.result(run);
  expect((await run.status()).status).toBe("completed");
  expect(it.context?.errors).toEqual([]);
  // What was done stays so.
  expect(it.notes).not.toContain("s");
});

test.each(flows.filter(([, flow]) => flow.includes("work: 3 h") && !flow.includes("queue")))(
  "after the timeout of %s a fork the next day has its whole time",
  async (_, flow) => {
    const it = await world(flow);
    await using _kit = it.kit;
    const run = await it.start();
    await it.kit.result(run).catch(() => {});
    await it.kit.advance("24 h");
    it.slow = false;
    it.notes.length = 0;
    const fork = await run.fork();
    await it.kit.result(fork);
    expect(it.context?.errors).toEqual([]);
    expect(it.notes).not.toContain("s");
  },
);

test("a retry after timeouts, with crashes all over both generations", { timeout: 120_000 }, async () => {
  const { context } = await crashed(
    `
name: flow
jobs:
  a: { timeout: 2 h, stages: [{ id: s, work: 1 }, { sleep: 3 h }, { id: t, work: 2 }] }
  b: { runs-on: queue:default, timeout: 90 min, stages: [{ id: s, work: 3 }, { sleep: 3 h }, { id: t, work: 4 }] }
  c: { needs: [a, b], stages: [{ id: s, work: 5 }, { id: ask, approve: Go?, timeout: 1 h }, { id: t, work: 6 }] }
finally: [{ id: last, work: 7 }]
`,
    {
      drive: {
        drive: async (kit, run) => {
          await kit.advance("4 h");
          await run.retry();
          await kit.advance("30 h");
          await run.retry();
          await kit.advance("50 min");
          await run.answer("c/ask", true);
        },
      },
    },
  );
  expect(context.jobs.a?.errors).toMatchObject([{ name: "WorkflowTimeoutError" }]);
});
