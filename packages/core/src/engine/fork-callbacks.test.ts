import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

const paying = workflow("paying", async (wf) => {
  await wf.step("a", () => 1);
  const { token, promise } = wf.callback<number>({ name: "paid" });
  await wf.step("send", (s) => s.set("token", token));
  return await promise;
});

// A fork's seed is a list of its own and those before it: tokens are signed with its own.
it.each([[1], ["send"]])("a fork at %s has callbacks of its own, that can be completed", async (at) => {
  const engine = await openEngine({ workflows: [paying] });
  const tokenOf = async (id: string): Promise<string> => {
    await expect.poll(() => engine.handle(id).get("token")).toBeTypeOf("string");
    return String(await engine.handle(id).get("token"));
  };
  const run = await engine.start(paying, undefined, { id: "r" });
  const first = await tokenOf("r");
  const fork = await run.fork({ id: "f", at });
  const second = await tokenOf("f");
  expect(second).not.toBe(first);
  await engine.completeCallback(second, 2);
  expect(await fork.result()).toBe(2);
  await engine.completeCallback(first, 1);
  expect(await run.result()).toBe(1);
});
