/** What a retry executes again although it was done: what followed the failure. */
import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

async function failingTwice(code: (broken: boolean, done: string[]) => ReturnType<typeof workflow<undefined, string>>) {
  const done: string[] = [];
  let broken = true;
  const first = code(broken, done);
  const flow = { ...first, fn: ((wf, input) => code(broken, done).fn(wf, input)) as typeof first.fn };
  const engine = await openEngine({ workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  const rounds: string[][] = [];
  for (const round of [1, 2, 3]) {
    if (round > 1) await run.retry();
    await run.result().catch(() => {});
    rounds.push(done.splice(0));
    broken = round < 2;
  }
  return { rounds, status: (await run.status()).status };
}

const hooked = (done: string[]) => ({
  name: "flow",
  onFailure: async (wf: { step(name: string, fn: () => unknown): Promise<unknown> }) => {
    await wf.step("told", () => done.push("told"));
  },
});

it("the workflow's onFailure, where it fails again", async () => {
  const { rounds, status } = await failingTwice((broken, done) =>
    workflow(hooked(done), async (wf, _: undefined) => {
      await wf.step("s", () => done.push("s"));
      await wf.step("t", () => (broken ? Promise.reject(new Error("no")) : "t"), { retry: false });
      return "done";
    }),
  );
  expect(rounds).toEqual([["s", "told"], ["told"], []]);
  expect(status).toBe("completed");
});

it("the same where the code itself threw, which was mended since", async () => {
  const { rounds, status } = await failingTwice((broken, done) =>
    workflow(hooked(done), async (wf, _: undefined) => {
      await wf.step("s", () => done.push("s"));
      if (broken) throw new Error("no");
      return "done";
    }),
  );
  expect(rounds).toEqual([["s", "told"], ["told"], []]);
  expect(status).toBe("completed");
});

it("what has the number of retries in its name, where the first operation has failed", async () => {
  const { rounds, status } = await failingTwice((broken, done) =>
    workflow("flow", async (wf, _: undefined) => {
      try {
        return await wf.step("t", () => (broken ? Promise.reject(new Error("no")) : "t"), { retry: false });
      } catch (error) {
        await wf.step(`after ${wf.retries}`, () => done.push(`after ${wf.retries}`));
        throw error;
      }
    }),
  );
  expect(rounds).toEqual([["after 0"], ["after 1"], []]);
  expect(status).toBe("completed");
});

it("what has the number of retries in its name, and begins after the failure", async () => {
  const { rounds, status } = await failingTwice((broken, done) =>
    workflow("flow", async (wf, _: undefined) => {
      const note = (name: string) => wf.step(`${name} ${wf.retries}`, () => done.push(`${name} ${wf.retries}`));
      await note("before");
      const bad = wf.step("t", () => (broken ? Promise.reject(new Error("no")) : "t"), { retry: false });
      const thrown = await bad.catch((error: unknown) => error);
      await note("after");
      if (thrown instanceof Error) throw thrown;
      return "done";
    }),
  );
  expect(rounds).toEqual([["before 0", "after 0"], ["after 1"], ["after 2"]]);
  expect(status).toBe("completed");
});

it("the same after a retry that goes back behind an earlier one: retries count for good", async () => {
  const done: string[] = [];
  let round = 1;
  const fails = (until: number) => () => (round < until ? Promise.reject(new Error("no")) : round);
  const flow = workflow("flow", async (wf, _: undefined) => {
    const a = await wf.step("a", fails(4), { retry: false }).catch((error: unknown) => error);
    const b = await wf.step("b", fails(2), { retry: false }).catch((error: unknown) => error);
    await wf.step(`after ${wf.retries}`, () => done.push(`after ${wf.retries}`));
    // What is thrown first has failed last.
    for (const thrown of [b, a]) if (thrown instanceof Error) throw thrown;
    return "done";
  });
  const engine = await openEngine({ workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  for (; round <= 4; round++) {
    if (round > 1) await run.retry();
    await run.result().catch(() => {});
  }
  expect(done).toEqual(["after 0", "after 1", "after 2", "after 3"]);
  expect((await run.status()).status).toBe("completed");
});
