/** Children of a workflow's `onFailure`, which a retry calls anew. */
import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

it("are other ones each time, and not those of the function", async () => {
  const told: string[] = [];
  let round = 1;
  const tell = workflow("tell", async (wf, what: string) => {
    await wf.step("told", () => told.push(`${round} ${what}`));
  });
  const flow = workflow(
    {
      name: "flow",
      onFailure: async (wf) => {
        await wf.call(tell, "failed");
        await wf.scope("twice", () => wf.call(tell, "failed"));
      },
    },
    async (wf, _: undefined) => {
      await wf.step("s", () => (round < 3 ? Promise.reject(new Error("no")) : 1), { retry: false });
      await wf.call(tell, "done");
    },
  );
  const engine = await openEngine({ workflows: [flow, tell] });
  const run = await engine.start(flow, undefined, { id: "r" });
  for (; round <= 3; round++) {
    if (round > 1) await run.retry();
    await run.result().catch(() => {});
  }
  expect(told).toEqual(["1 failed", "1 failed", "2 failed", "2 failed", "3 done"]);
  expect((await run.status()).status).toBe("completed");
  const { items } = await engine.list({ workflow: "tell" });
  const hooks = ["r~on-failure~tell", "r~on-failure~tell~2", "r~on-failure~2~tell", "r~on-failure~2~tell~2"];
  expect(items.map(({ id }) => id).sort()).toEqual([...hooks, "r~tell"].sort());
});
