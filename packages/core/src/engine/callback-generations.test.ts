import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import type { Stepwell } from "./engine.ts";

async function tokenOf(engine: Stepwell, id: string): Promise<string> {
  await expect.poll(() => engine.handle(id).get("token")).toBeTypeOf("string");
  return String(await engine.handle(id).get("token"));
}

it("a token is of its own generation, also when the next one has begun since the token was looked at", async () => {
  const store = memory();
  const twice = workflow("twice", async (wf, before: readonly unknown[]) => {
    const { token, promise } = wf.callback({ name: "paid" });
    wf.set("token", token);
    const all = [...before, await promise];
    return all.length < 2 ? await wf.continueAs(all) : all;
  });
  const engine = await openEngine({ store, workflows: [twice] });
  const run = await engine.start(twice, [], { id: "r" });
  const token = await tokenOf(engine, "r");
  const find: Around["find"] = async (next, ...args) => {
    const row = await next(...args);
    await engine.completeCallback(token, 1).catch(() => {});
    await expect.poll(() => tokenOf(engine, "r")).not.toBe(token);
    return row;
  };
  const late = await openEngine({ store: aroundStore(store, { find }), worker: false });
  await expect(late.completeCallback(token, "again")).rejects.toMatchObject({ code: "wrong-token" });
  await engine.completeCallback(await tokenOf(engine, "r"), 2);
  expect(await run.result()).toEqual([1, 2]);
});
