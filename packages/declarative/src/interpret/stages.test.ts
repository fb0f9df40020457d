import { expect, test } from "vitest";
import { definition, execute, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const give = (id: string, value: object = {}, parts = {}) => stage(id, "give", { value: value as never, ...parts });
const retry = { maxAttempts: 3, initialMs: 1, factor: 1, maxMs: 1, jitter: 0 };

test("stages hand on outputs, named ones win over their own, and the job gives what it names", async () => {
  const flow = definition([
    job(
      "build",
      [
        give("a", { n: 1, m: 1 }, { outputs: { n: "${{ outputs.m }}0", extra: "${{ stages.a.outputs.m }}" } }),
        give("b", { sum: "${{ stages.a.outputs.n }}" }),
      ],
      { outputs: { total: "${{ stages.b.outputs.sum }}" } },
    ),
  ]);
  const { context } = await execute(flow);
  expect(context.jobs.build?.stages?.a?.outputs).toEqual({ n: "10", m: 1, extra: 1 });
  expect(context.jobs.build?.outputs).toEqual({ total: "10" });
});

test("env is taken from workflow, job and stage, the nearest wins", async () => {
  const env = { where: "workflow", deep: "${{ params.x }}" };
  const flow = definition(
    [
      job(
        "a",
        [give("s", { all: "${{ env.where }} ${{ env.deep }} ${{ env.own }}" }, { env: { own: "${{ env.where }}!" } })],
        {
          env: { where: "job" },
        },
      ),
    ],
    { env },
  );
  expect((await execute(flow, { input: { params: { x: 5 } } })).context.outputs).toEqual({ a: { all: "job 5 job!" } });
});

test("after a failure only stages that ask for it go on", async () => {
  const flow = definition([
    job("a", [
      stage("bad", "fail"),
      give("next"),
      give("plain", {}, { if: "true" }),
      give("alarm", { why: "${{ stages.bad.outcome }}" }, { if: "failure()" }),
      give("last", {}, { if: "always()" }),
      give("fine", {}, { if: "success()" }),
    ]),
  ]);
  const { context } = await execute(flow);
  const stages = Object.entries(context.jobs.a?.stages ?? {});
  expect(stages.map(([id, { status }]) => `${id} ${status}`)).toEqual([
    "bad FAILED",
    "next SKIP",
    "plain SKIP",
    "alarm SUCCESS",
    "last SUCCESS",
    "fine SKIP",
  ]);
});

test("a failure that may pass keeps outcome and conclusion apart", async () => {
  const flow = definition([
    job("a", [
      stage("bad", "fail", { continueOnError: true }),
      give("next", { is: "${{ stages.bad.outcome }}, ${{ stages.bad.conclusion }}" }),
    ]),
  ]);
  const { context, status } = await execute(flow);
  expect(status).toBe("completed");
  expect(context.outputs).toEqual({ a: { is: "failure, success" } });
});

test("a step is retried by the engine; the count may be a template", async () => {
  const given = { ...retry, maxAttempts: "${{ params.retries }}" };
  const flow = definition([job("a", [stage("flaky", "fail", { value: { until: 3 }, retry: given })])]);
  const { context, ops } = await execute(flow, { input: { params: { retries: 2 } } });
  expect(context.outputs).toEqual({ a: { attempts: 3 } });
  expect(ops).toEqual(["a/flaky", "a/flaky", "a/flaky"]);
  const { context: refused } = await execute(flow, { input: { params: { retries: "many" } } });
  expect(refused.errors[0]).toMatchObject({
    code: "setting-invalid",
    message: 'stage "flaky": retry must be a whole number from 0, not many',
  });
});

test("a value that names the attempt is evaluated anew for each", async () => {
  const stages = new Map(stageTypes());
  stages.set("third", {
    key: "third",
    value: { shape: { kind: "any" }, doc: "", example: "", template: true },
    run: (ready, s) =>
      s.step(() => {
        if (ready.value !== 3) throw new Error(`this is ${ready.value}`);
        return { outputs: { n: s.attempt } };
      }),
  });
  const flow = definition([job("a", [stage("s", "third", { value: "${{ attempt }}", retry })])]);
  const { context } = await execute(flow, { services: servicesOf({ stages }) });
  expect(context.outputs).toEqual({ a: { n: 3 } });
});

test("a stage over its time fails with a timeout, one step or many", async () => {
  const never = new Map(stageTypes());
  never.set("never", {
    key: "never",
    value: { shape: { kind: "any" }, doc: "", example: "" },
    run: (_, s) =>
      s.step(
        (body) =>
          new Promise<never>((_, reject) => body.abortSignal.addEventListener("abort", () => reject(new Error()))),
      ),
  });
  const group = stage("many", "group", {
    timeoutMs: 30,
    branches: [{ path: "stages", stages: [stage("long", "pause", { value: "1 h" })] }],
  });
  const flow = definition([job("one", [stage("s", "never", { timeoutMs: 30 })]), job("more", [group])]);
  const { context } = await execute(flow, { services: servicesOf({ stages: never }) });
  expect(context.errors.map(({ name, path }) => [name, path])).toEqual([
    ["WorkflowTimeoutError", "jobs.one.stages.s"],
    ["WorkflowTimeoutError", "jobs.more.stages.many"],
  ]);
});

test("stages below a stage see those around them; a failure goes to the stage", async () => {
  const branches = [
    { path: "stages", stages: [give("in", { n: "${{ stages.out.outputs.n }}" }), stage("bad", "fail")] },
  ];
  const flow = definition([
    job("a", [give("out", { n: 7 }), stage("g", "group", { branches, continueOnError: true })]),
  ]);
  const { context, ops } = await execute(flow);
  expect(ops).toEqual(["a/out", "a/g/stages/in", "a/g/stages/bad"]);
  expect(context.jobs.a?.stages?.g).toMatchObject({ status: "FAILED", continued: true });
});

test("an unknown path is an error that names the path and what there is", async () => {
  const flow = definition([job("a", [give("s", { x: "${{ params.nmae }}" })])]);
  const { context } = await execute(flow, { input: { params: { name: "x" } } });
  expect(context.errors).toMatchObject([
    { code: "expression-failed", message: expect.stringContaining("it has name") },
  ]);
});

test.each([
  [definition([job("a", [stage("s", "nothing")])]), "stage-type-unknown", "known: give, fail, pause, group"],
  [definition([job("a", [give("s", { x: "${{ 1 + }}" })])]), "template-invalid", 'in "${{ 1 + }}"'],
])("what cannot be executed is said by its code", async (flow, code, text) => {
  const { context } = await execute(flow);
  expect(context.errors).toMatchObject([{ code, message: expect.stringContaining(text) }]);
});
