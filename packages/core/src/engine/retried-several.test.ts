import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

it.each(["step", "call", "start"] as const)(
  "a retry of what failed of several of wf.%s at once repeats each of them",
  async (kind) => {
    const executed: string[] = [];
    let broken = true;
    const work = (name: string) => () => {
      executed.push(name);
      if (broken && name !== "b") throw new RangeError(name);
      return name;
    };
    const child = workflow("child", (wf, name: string) => wf.step("work", work(name), { retry: false }));
    const flow = workflow("flow", async (wf) => {
      const asked = ["a", "b", "c"].map(async (name) => {
        if (kind === "step") return await wf.step(name, work(name), { retry: false });
        if (kind === "call") return await wf.call(child, name, { name });
        return await (await wf.start(child, name, { name })).result();
      });
      const settled = await Promise.allSettled(asked);
      const errors = settled.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      if (errors.length > 0) throw new AggregateError(errors, "some have failed");
      return await Promise.all(asked);
    });
    const engine = await openEngine({ workflows: [flow, child] });
    const run = await engine.start(flow);
    await expect(run.result()).rejects.toThrow("some have failed");
    broken = false;
    await run.retry();
    expect(await run.result()).toEqual(["a", "b", "c"]);
    expect(executed.sort()).toEqual(["a", "a", "b", "c", "c"]);
  },
);
