import { expect, test } from "vitest";
import { definition, execute, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const give = (id: string, value: object = {}) => stage(id, "give", { value: value as never });

test("jobs run in the order of the definition when they are ready, and hand on what they give", async () => {
  const flow = definition([
    job("late", [give("use", { got: "${{ needs.early.outputs.n }}" })], { needs: ["early"] }),
    job("early", [give("make", { n: 4 })]),
    job("apart", [give("own")]),
  ]);
  const { context, ops, status } = await execute(flow);
  expect(status).toBe("completed");
  expect(ops).toEqual(["early/make", "apart/own", "late/use"]);
  expect(context).toMatchObject({
    status: "SUCCESS",
    errors: [],
    outputs: { early: { n: 4 }, late: { got: 4 } },
    jobs: { late: { status: "SUCCESS", stages: { use: { status: "SUCCESS", outputs: { got: 4 } } } } },
  });
});

test("a failed job fails the run; what needs it is skipped, with the reason, and clean-up runs", async () => {
  const flow = definition([
    job("build", [stage("compile", "fail"), give("after")]),
    job("deploy", [give("ship")], { needs: ["build"] }),
    job("tidy", [give("clean")], { needs: ["deploy"], if: "always()" }),
    job("alarm", [give("ring")], { needs: ["build"], if: "failure()" }),
    job("rescue", [give("help")], { needs: ["build"], if: "needs.build.result == 'failure'" }),
    job("any", [give("go")], { needs: ["build"], triggerRule: "all_done" }),
  ]);
  const { context, status } = await execute(flow);
  expect(status).toBe("failed");
  expect(Object.entries(context.jobs).map(([id, { status: is }]) => `${id} ${is}`)).toEqual([
    "build FAILED",
    "deploy SKIP",
    "tidy SUCCESS",
    "alarm SUCCESS",
    "rescue SUCCESS",
    "any SUCCESS",
  ]);
  expect(context.jobs.deploy?.info.reason).toBe("all_success: build is failure");
  expect(context.jobs.build?.stages?.after).toMatchObject({ status: "SKIP", reason: "a stage before it has failed" });
  expect(context.errors).toEqual([{ name: "Error", message: "as wanted", path: "jobs.build.stages.compile" }]);
});

test("a condition that is false skips the job and says what its operands were", async () => {
  const flow = definition([job("deploy", [give("ship")], { if: "params.env == 'prod'" })]);
  const { context } = await execute(flow, { input: { params: { env: "dev" } } });
  expect(context).toMatchObject({
    status: "SKIP",
    jobs: { deploy: { info: { reason: `if: params.env == 'prod': params.env is "dev"` } } },
  });
});

test("no more jobs at a time than allowed", async () => {
  let most = 0;
  let now = 0;
  const stages = new Map(stageTypes());
  stages.set("busy", {
    key: "busy",
    value: { shape: { kind: "any" }, doc: "", example: "" },
    run: async (_, s) => {
      await s.step(async () => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setImmediate(resolve));
        now--;
      });
      return { outputs: {} };
    },
  });
  const jobs = Array.from({ length: 9 }, (_, n) => job(`j${n}`, [stage("work", "busy")]));
  await execute(definition(jobs, { maxParallel: 3 }), { services: servicesOf({ stages }) });
  expect(most).toBe(3);
});

test("a job that may fail does not fail the run, and the result says so", async () => {
  const flow = definition([
    job("lint", [stage("check", "fail")], { continueOnError: true }),
    job("ship", [give("go")], { needs: ["lint"] }),
    job("mend", [give("tools")], { needs: ["lint"], if: "needs.lint.outcome == 'failure'" }),
    job("wait", [give("chair")], { needs: ["lint"], if: "needs.lint.result == 'failure'" }),
  ]);
  const { context, status } = await execute(flow);
  expect(status).toBe("completed");
  expect(context).toMatchObject({
    status: "SUCCESS",
    jobs: { ship: { status: "SUCCESS" }, mend: { status: "SUCCESS" }, wait: { status: "SKIP" } },
  });
  expect(context.info.warnings).toEqual(['job "lint" failed, which does not count: as wanted']);
});

test("a job is tried again as a whole, in a scope of its own", async () => {
  let tries = 0;
  const stages = new Map(stageTypes());
  stages.set("flaky", {
    key: "flaky",
    value: { shape: { kind: "any" }, doc: "", example: "" },
    run: async (_, s) => ({
      outputs: {
        n: await s.step(() => {
          if (++tries < 3) throw new Error("not yet");
          return tries;
        }),
      },
    }),
  });
  const retry = { maxAttempts: 3, initialMs: 1, factor: 1, maxMs: 1, jitter: 0 };
  const flow = definition([job("build", [give("prepare"), stage("make", "flaky")], { retry })]);
  const { context, ops } = await execute(flow, { services: servicesOf({ stages }) });
  expect(context).toMatchObject({ status: "SUCCESS", outputs: { build: { n: 3 } } });
  expect(ops.filter((op) => op.endsWith("prepare"))).toEqual([
    "build/prepare",
    "build (attempt 2)/prepare",
    "build (attempt 3)/prepare",
  ]);
});

test("a job over its time is stopped", async () => {
  const flow = definition([
    job("slow", [stage("wait", "pause", { value: "1 h" }), give("never")], { timeoutMs: 30 }),
    job("after", [give("go")], { needs: ["slow"], if: "always()" }),
  ]);
  const { context, ops } = await execute(flow);
  expect(context.jobs.slow).toMatchObject({
    status: "FAILED",
    errors: [{ name: "WorkflowTimeoutError", message: 'job "slow" was not done within 30ms', path: "jobs.slow" }],
  });
  expect(context.jobs.after?.status).toBe("SUCCESS");
  expect(ops).not.toContain("slow/never");
});

test("a definition of a file knows its folder, and one from elsewhere has none", async () => {
  const jobs = [job("a", [stage("look", "give", { value: { folder: "${{ workflow.folder? }}" } })])];
  const folderOf = async (of: { folder?: string }) => (await execute(definition(jobs, of))).context.outputs;
  expect(await folderOf({ folder: "/srv/flows" })).toEqual({ a: { folder: "/srv/flows" } });
  expect(await folderOf({})).toEqual({ a: { folder: null } });
});
