import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Stepwell } from "./engine.ts";

const flow = workflow("flow", (_, n: number) => n);

it("of several restarts in place of one generation, one has its way", async () => {
  const store = memory();
  await using one = await Stepwell.open({ store, workflows: [flow] });
  await using other = await Stepwell.open({ store, workflows: [flow] });
  await one.execute(flow, 1, { id: "r" });
  const again = (engine: Stepwell, n: number) => engine.start(flow, n, { id: "r", onExisting: "restart", instead: 1 });
  const starts = await Promise.allSettled([again(one, 2), again(other, 3), again(one, 4)]);
  expect(starts.filter(({ status }) => status === "fulfilled").length).toBe(1);
  for (const start of starts)
    if (start.status === "rejected") expect(start.reason).toMatchObject({ code: "run-exists" });
  await one.handle("r").result();
  expect((await one.handle("r").status()).generation).toBe(2);
  // Later, too: that generation has been replaced.
  await expect(again(other, 5)).rejects.toMatchObject({
    code: "run-exists",
    message: expect.stringMatching(/begun it anew/),
  });
});

it("what makes no sense is refused", async () => {
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  for (const options of [{ instead: 1 }, { onExisting: "return", instead: 1 }, { onExisting: "restart", instead: 1.5 }])
    await expect(engine.start(flow, 1, options as never)).rejects.toMatchObject({
      code: "invalid-option",
      facts: { option: "instead" },
    });
});
