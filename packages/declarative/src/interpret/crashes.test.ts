import { expect, test } from "vitest";
import { crashed } from "./crashes.fixture.ts";

// Each is executed some eighty times.
const long = { timeout: 120_000 };

test("a matrix that is computed, with legs that fail, retries and max-parallel", long, async () => {
  const { context } = await crashed(`
name: flow
jobs:
  plan: { stages: [{ id: give, work: [1, 2, 3] }] }
  legs:
    needs: plan
    continue-on-error: true
    strategy: { matrix: { n: "\${{ needs.plan.outputs.value }}" }, max-parallel: 2, fail-fast: false }
    retry: { max-attempts: 2, initial: 5 s }
    stages:
      - { id: one, work: "\${{ matrix.n }}" }
      - { id: two, work: x, good-from: "\${{ case(matrix.n == 2, 9, 1) }}", retry: { max-attempts: 2, initial: 3 s } }
      - { id: tidy, if: always(), work: tidy }
  last: { needs: legs, stages: [{ work: "\${{ needs.legs.outputs.value }}" }] }
`);
  expect(context.status).toBe("SUCCESS");
  expect(context.jobs.legs?.strategies?.["n=2"]).toMatchObject({ status: "FAILED", attempts: 2 });
});

test("fail-fast stops the other legs, and what is last is done", long, async () => {
  const { context } = await crashed(`
name: flow
jobs:
  legs:
    strategy: { matrix: { n: [1, 2, 3] } }
    stages: [{ id: nap, sleep: "\${{ matrix.n }} h" }, { id: s, work: "\${{ matrix.n }}", good-from: 2 }]
  rescue: { needs: legs, if: failure(), stages: [{ work: rescue }] }
on-failure: [{ id: alarm, work: alarm }]
finally: [{ id: clean, work: clean }, { id: again, work: again, retry: 2, good-from: 2 }]
`);
  expect(context.status).toBe("FAILED");
  expect(context.jobs.legs?.strategies?.["n=3"]?.status).toBe("CANCEL");
});

test("time limits of stages, jobs and the run, waits that do not count, signals and people", long, async () => {
  const { context } = await crashed(
    `
name: flow
jobs:
  a:
    stages:
      - { id: begin, work: 1 }
      - { id: gate, wait: { signal: go } }
      - { id: ask, approve: Ship it?, timeout: 1 h, default: false, continue-on-error: true }
      - id: slow
        continue-on-error: true
        timeout: 30 min
        parallel: { all: [{ id: first, work: 2 }, { sleep: 2 h }, { id: never, work: 3 }] }
      - { id: last, work: 4 }
  b: { timeout: 20 min, continue-on-error: true, stages: [{ id: s, work: 5 }, { sleep: 3 days }] }
`,
    { prepare: (kit) => kit.signalAfter("3 days", "go", { by: "Ann" }) },
  );
  expect(context.status).toBe("SUCCESS");
  expect(context.jobs.b?.errors).toMatchObject([{ name: "WorkflowTimeoutError" }]);
});

test("a run whose own time is over", long, async () => {
  const { context } = await crashed(`
name: flow
timeout: "\${{ params.limit }}"
params: { limit: { type: str, default: 2 h } }
jobs:
  a: { stages: [{ id: s, work: 1 }, { sleep: 1 day }, { id: never, work: 2 }] }
  b: { needs: a, if: always(), stages: [{ id: s, work: 3 }] }
on-failure: [{ id: alarm, work: alarm }]
finally: [{ id: clean, work: clean }, { sleep: 5 h }]
`);
  expect(context.errors[0]).toMatchObject({ name: "WorkflowTimeoutError", path: "" });
  expect(context.jobs.b?.status).toBe("SUCCESS");
});

test("jobs that are runs of their own: other queues, places that are shared, other workflows", long, async () => {
  const { context } = await crashed(`
flow:
  jobs:
    far:
      runs-on: queue:default
      strategy: { matrix: { n: [1, 2] } }
      concurrency: { group: far, limit: 1 }
      retry: { max-attempts: 2, initial: 1 min }
      stages: [{ id: s, work: "\${{ matrix.n }}" }, { sleep: 1 h }, { id: t, work: "\${{ run.id }}" }]
    child: { needs: far, stages: [{ id: call, trigger: other, params: { n: 3 } }] }
other:
  params: { n: int }
  outputs: { double: "\${{ jobs.a.outputs.value }}" }
  jobs: { a: { stages: [{ id: s, work: "\${{ params.n }}" }] } }
`);
  expect(context.errors).toEqual([]);
  expect(context.status).toBe("SUCCESS");
});

test("a run that is cancelled in the middle", long, async () => {
  const { context } = await crashed(
    `
name: flow
jobs:
  a: { stages: [{ id: s, work: 1 }, { sleep: 1 day }, { id: never, work: 2 }] }
  b: { needs: a, if: always(), stages: [{ id: s, work: 3 }] }
finally: [{ id: clean, work: clean }]
`,
    {
      drive: {
        drive: async (kit, run) => {
          await kit.advance("1 h");
          await run.cancel("enough");
        },
      },
    },
  );
  expect(context.status).toBe("CANCEL");
});
