import { type TestKit, testKit } from "@stepwell/core/testing";
import { expect, test } from "vitest";
import type { Definition } from "../definition/definition.ts";
import { sleep } from "../stages/sleep.ts";
import { wait } from "../stages/wait.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import type { ResultContext } from "./records.ts";
import { definition, job, servicesOf, stage, stageTypes } from "./test-definition.fixture.ts";

const hour = 3_600_000;
const work = (id: string, time: string) => stage(id, "work", { value: time });
const nap = (id: string, time: string) => stage(id, "sleep", { value: time });

const attempts = (maxAttempts: number, ms: number) => ({ maxAttempts, initialMs: ms, factor: 1, maxMs: ms, jitter: 0 });

interface Ended {
  readonly context: ResultContext | undefined;
  readonly status: string;
  readonly hours: number;
  readonly notes: readonly string[];
  readonly ops: readonly string[];
}

/** In virtual time; a run has an hour unless its definition says otherwise. */
async function executed(flow: Definition, begin?: (kit: TestKit) => void): Promise<Ended> {
  const notes: string[] = [];
  let kit: TestKit | undefined;
  const stages = new Map([...stageTypes((note) => notes.push(note)), ["sleep", sleep], ["wait", wait]]);
  stages.set("work", {
    key: "work",
    value: { shape: { kind: "any" }, doc: "", example: "" },
    run: async (each, s) => ({
      outputs: await s.step(async (body) => {
        body.abortSignal.addEventListener("abort", () => notes.push(`${each.id} stopped`));
        await kit?.wait(String(each.value) as "1 h");
        return {};
      }),
    }),
  });
  let context: ResultContext | undefined;
  const services = servicesOf({ stages, timeoutMs: hour });
  const workflow = definitionWorkflow(flow, services, {
    ended: (given) => {
      context = given;
    },
  });
  await using made = testKit({ workflows: [workflow] });
  kit = made;
  begin?.(made);
  const from = made.now.getTime();
  const run = await made.start(workflow, { definition: flow, params: {} });
  await made.result(run).catch(() => {});
  const hours = (made.now.getTime() - from) / hour;
  const ops = (await run.journal()).filter(({ kind }) => kind !== "set").map(({ op }) => op);
  return { context, status: (await run.status()).status, hours, notes, ops };
}

test("waits are no active time: three days of them leave the hour as it is, and no entry says so", async () => {
  const flow = definition([
    job("a", [
      work("first", "40 min"),
      stage("approval", "wait", { value: { signal: "go" } }),
      nap("night", "9 h"),
      work("second", "15 min"),
    ]),
  ]);
  const { context, hours, ops } = await executed(flow, (kit) => kit.signalAfter("3 days", "go", null));
  expect(context?.errors).toEqual([]);
  expect(context?.status).toBe("SUCCESS");
  expect(hours).toBeCloseTo(72 + 9 + 0.25, 1);
  expect(ops).toEqual(["a/first", "receive~a/approval", "sleep~a/night", "a/second"]);
});

test("when the active time is over, the work is stopped, what is last is done, and the run has failed", async () => {
  const flow = definition(
    [
      job("a", [work("first", "40 min"), nap("night", "9 h"), work("second", "40 min"), work("third", "1 min")]),
      job("b", [work("never", "1 min")], { needs: ["a"] }),
      job("tidy", [work("clean", "2 h")], { needs: ["a"], if: "always()" }),
    ],
    { onFailure: [stage("alarm", "give", { value: {} })], finally: [work("last", "2 h")] },
  );
  const { context, status, notes, hours } = await executed(flow);
  expect(status).toBe("failed");
  expect(context?.status).toBe("FAILED");
  expect(context?.errors[0]).toMatchObject({
    name: "WorkflowTimeoutError",
    code: "part-timed-out",
    path: "",
    message: expect.stringContaining('workflow "flow" was not done within 1h 00m'),
  });
  expect(context?.jobs.b?.status).toBe("CANCEL");
  expect(context?.jobs.tidy?.stages?.clean?.status).toBe("SUCCESS");
  expect(notes).toEqual(["second stopped", "alarm 1"]);
  expect(hours).toBeCloseTo(9 + 1 + 2 + 2, 1);
});

test("a wait beside work is active time; legs that go on alone are stopped, too", async () => {
  const matrix = { matrix: [{ name: "n", values: [1, 2] }], include: [], exclude: [], failFast: false } as const;
  const flow = definition([
    job("waits", [nap("night", "2 days")]),
    job("works", [work("long", "3 h")], { strategy: matrix }),
  ]);
  const { context, notes, hours } = await executed(flow);
  expect(context?.errors[0]?.name).toBe("WorkflowTimeoutError");
  expect(notes).toEqual(["long stopped", "long stopped"]);
  expect(hours).toBeCloseTo(1, 1);
});

test("waits between attempts are no active time", async () => {
  const flow = definition([job("a", [stage("s", "fail", { value: { until: 9 } })], { retry: attempts(3, 5 * hour) })]);
  const { context, hours } = await executed(flow);
  expect(context?.errors[0]?.name).not.toBe("WorkflowTimeoutError");
  expect(hours).toBeCloseTo(10, 1);
});

test("a timeout that is written is of all time, paused time excluded; a template of one as well", async () => {
  const stages = [nap("night", "9 h")];
  const written = await executed(definition([job("a", stages)], { timeoutMs: 2 * hour }));
  expect(written.status).toBe("timed_out");
  expect(written.hours).toBeCloseTo(2, 1);
  const computed = await executed(definition([job("a", stages)], { timeoutMs: "${{ fromJson('2') }} h" }));
  expect(computed.context?.errors[0]?.name).toBe("WorkflowTimeoutError");
  expect(computed.hours).toBeCloseTo(2, 1);
  const wrong = await executed(definition([job("a", stages)], { timeoutMs: "${{ fromJson('0') }}" }));
  expect(wrong.status).toBe("failed");
});

test("what a run waits for is not the limit of its time", async () => {
  const waits = definition([job("a", [stage("s", "fail", { retry: attempts(2, 2 * 60_000) })])]);
  const workflow = definitionWorkflow(waits, servicesOf({ timeoutMs: hour }));
  await using kit = testKit({ workflows: [workflow] });
  const run = await kit.start(workflow, { definition: waits, params: {} });
  expect((await run.status()).status).toBe("waiting");
  expect(await run.why()).toMatch(/^waits for (?!the timer).*a\/s/);
});
