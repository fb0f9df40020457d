import { expect, test } from "vitest";
import type { Strategy } from "../definition/job.ts";
import { definition, execute, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const strategy = (parts: Partial<Strategy>): Strategy => ({
  matrix: [],
  include: [],
  exclude: [],
  failFast: true,
  ...parts,
});
const twoByTwo = strategy({
  matrix: [
    { name: "env", values: ["dev", "prod"] },
    { name: "n", values: [1, 2] },
  ],
});

test("every leg is a scope of its own, with its values, and outputs are lists in leg order", async () => {
  const flow = definition([
    job("build", [stage("make", "give", { value: { tag: "${{ matrix.env }}-${{ matrix.n }}" } })], {
      strategy: twoByTwo,
    }),
    job(
      "use",
      [
        stage("read", "give", {
          value: { all: "${{ needs.build.outputs.tag }}", one: "${{ needs.build.leg['env=prod,n=2'].outputs.tag }}" },
        }),
      ],
      {
        needs: ["build"],
      },
    ),
  ]);
  const { context, ops } = await execute(flow);
  expect([...ops].sort()).toEqual([
    "build/env=dev,n=1/make",
    "build/env=dev,n=2/make",
    "build/env=prod,n=1/make",
    "build/env=prod,n=2/make",
    "use/read",
  ]);
  expect(context.jobs.use?.outputs).toEqual({ all: ["dev-1", "dev-2", "prod-1", "prod-2"], one: "prod-2" });
  expect(Object.keys(context.jobs.build?.strategies ?? {})).toHaveLength(4);
});

test("the first failure stops the other legs of its job, and of no other", async () => {
  const legs = strategy({ matrix: [{ name: "n", values: [1, 2, 3] }] });
  const flow = definition([
    job(
      "first",
      [stage("wait", "pause", { value: "${{ case(matrix.n == 1, '1 ms', '1 h') }}" }), stage("end", "fail")],
      { strategy: legs },
    ),
    job("second", [stage("go", "give", { value: {} })], { strategy: legs }),
  ]);
  const { context } = await execute(flow);
  expect(context.jobs.first).toMatchObject({
    status: "FAILED",
    strategies: {
      "n=1": { status: "FAILED" },
      "n=2": { status: "CANCEL" },
      "n=3": { status: "CANCEL", errors: [{ code: "leg-failed" }] },
    },
  });
  expect(context.jobs.second?.status).toBe("SUCCESS");
  expect(context.errors).toHaveLength(1);
});

test("without fail-fast all legs go on; those that may fail do not count", async () => {
  const flow = definition([
    job("build", [stage("make", "fail", { if: "matrix.n == 2" })], {
      strategy: { ...twoByTwo, failFast: false },
      continueOnError: "${{ matrix.env == 'dev' }}",
    }),
  ]);
  const { context } = await execute(flow);
  expect(Object.values(context.jobs.build?.strategies ?? {}).map(({ status }) => status)).toEqual([
    "SKIP",
    "FAILED",
    "SKIP",
    "FAILED",
  ]);
  expect(context.status).toBe("FAILED");
});

test("a matrix is computed when its needs are done", async () => {
  const flow = definition([
    job("plan", [stage("list", "give", { value: { legs: '{"shard":[1,2,3]}' } })]),
    job("work", [stage("do", "give", { value: { n: "${{ matrix.shard }}" } })], {
      needs: ["plan"],
      strategy: strategy({ matrix: "${{ fromJson(needs.plan.outputs.legs) }}", maxParallel: 2 }),
    }),
  ]);
  const { context } = await execute(flow);
  expect(context.jobs.work?.outputs).toEqual({ n: [1, 2, 3] });
});

test.each([
  ["${{ 7 }}", "comes to a number, not a map from names to lists"],
  ["${{ fromJson('{\"a\":3}') }}", "has values of a that come to a number, not a list"],
])("a matrix of %s is an error of the job", async (matrix, problem) => {
  const { context } = await execute(definition([job("work", [], { strategy: strategy({ matrix }) })]));
  expect(context.errors).toMatchObject([{ code: "matrix-invalid", message: expect.stringContaining(problem) }]);
});

test("no legs: the job is skipped", async () => {
  const flow = definition([job("work", [], { strategy: strategy({ matrix: [{ name: "a", values: [] }] }) })]);
  expect((await execute(flow)).context.jobs.work).toMatchObject({
    status: "SKIP",
    info: { reason: "its matrix has no legs" },
  });
});

test("over 10,000 legs are refused", async () => {
  const values = Array.from({ length: 101 }, (_, n) => n);
  const flow = definition([
    job("work", [], {
      strategy: strategy({
        matrix: [
          { name: "a", values },
          { name: "b", values },
        ],
      }),
    }),
  ]);
  const { context } = await execute(flow, { services: servicesOf({ stages: stageTypes() }) });
  expect(context.errors[0]?.message).toBe('the matrix of job "work" has 10,201 legs; 10,000 are the most');
});
