import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";

it("a child that a retry has left is left by the next one too, where the code did not come to it in between", async () => {
  let broken = true;
  const child = workflow("child", (wf) =>
    wf.step("work", () => (broken ? Promise.reject(new RangeError("no")) : "well"), { retry: false }),
  );
  const parent = workflow("parent", async (wf) => {
    try {
      return await wf.step("fails", () => Promise.reject(new RangeError("no")), { retry: false });
    } catch (error) {
      const instead = await wf.start(child, undefined);
      return await instead.result().catch(() => Promise.reject(error));
    }
  });
  const workflows = [parent, child];
  const store = memory();
  const first = await openEngine({ workflows, store });
  await expect((await first.start(parent, undefined, { id: "p" })).result()).rejects.toThrow("fails");
  await first.close({ graceMs: 0 });
  const outside = await openEngine({ store });
  const run = outside.handle("p");
  await run.retry();
  await run.kill();
  await run.retry();
  await outside.close({ graceMs: 0 });
  broken = false;
  const second = await openEngine({ workflows, store });
  expect(await second.handle("p").result()).toBe("well");
});
