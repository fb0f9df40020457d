/** A retry of a fork that has attempts of the failing step in common with the other run: they are not kept. */
import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

it("goes on with the children that it had, and with the keys of its steps", async () => {
  let broken = true;
  const ended: string[] = [];
  const keys: string[] = [];
  const fail = () => {
    if (broken) throw new Error("no");
  };
  const child = workflow("child", async (wf) => {
    await wf.step("k", fail, { retry: false });
    ended.push(wf.id);
  });
  const flow = workflow("flow", async (wf, _: undefined) => {
    const called = wf.call(child, undefined).then(
      () => undefined,
      (error: unknown) => error,
    );
    const twice = { retry: { maxAttempts: 2, initial: 1 } };
    await wf.step(
      "x",
      (s) => {
        keys.push(s.key);
        fail();
      },
      twice,
    );
    const thrown = await called;
    if (thrown instanceof Error) throw thrown;
  });
  const engine = await openEngine({ workflows: [flow, child] });
  const run = await engine.start(flow, undefined, { id: "r" });
  await run.result().catch(() => {});
  expect((await run.journal())[0]?.kind).toBe("attempt");
  const fork = await run.fork({ at: 1, id: "f" });
  await fork.result().catch(() => {});
  broken = false;
  await fork.retry();
  await fork.result();
  expect(ended).toEqual(["f~child"]);
  expect(new Set(keys.filter((key) => key.startsWith("f"))).size).toBe(1);
});
