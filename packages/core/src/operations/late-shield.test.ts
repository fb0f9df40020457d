import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";
import { workflow } from "./workflow.ts";

it("a shield that begins when the function and its shields have ended is refused: it would go on beside what follows", async () => {
  const refused: unknown[] = [];
  const flow = workflow(
    {
      name: "flow",
      onFailure: async (wf) => {
        await wf.step("tell", () => "told");
        await wf.shield(() => wf.step("shielded", () => "told"));
      },
    },
    async (wf) => {
      const shielded = async (n: number): Promise<void> => {
        await wf.shield(() => wf.sleep("1 h", { name: `item ${n}` }));
        // Its caller is a few calls away.
        for (let call = 0; call < 20; call++) await undefined;
      };
      const items = wf.map([1, 2, 3], shielded, { concurrency: 1 });
      items.catch(({ code }: { code: string }) => refused.push(code));
      await wf.step("fails", () => Promise.reject(new RangeError("no")), { retry: false });
    },
  );
  const host = virtualHost();
  const engine = await openEngine({ workflows: [flow], host });
  const run = await engine.start(flow);
  await expect(passTime(host, run.result())).rejects.toMatchObject({ code: "run-failed" });
  const ops = (await run.journal()).map(({ op }) => op);
  expect(ops.slice(ops.findIndex((op) => op.startsWith("on-failure/")))).toEqual([
    "on-failure/tell",
    "on-failure/shielded",
  ]);
  expect(refused).toEqual(["run-ended"]);
});
