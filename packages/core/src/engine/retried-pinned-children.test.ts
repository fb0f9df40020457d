import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

const pinned = { versioning: "pinned" } as const;

/** Run "t" of build 1 has called one run and started another, and was cancelled with them. @returns an engine of build 2 */
async function cancelledFamily(versioning: { readonly versioning?: "pinned" }) {
  const store = memory();
  const engineWith = (build: string) => {
    const leaf = workflow({ name: "leaf", ...pinned }, async (wf) => {
      await wf.step("ok", () => 1);
      if (build === "1") await wf.receive("go");
      return build;
    });
    const middle = workflow({ name: "middle", ...pinned }, (wf) => wf.call(leaf, undefined));
    const started = workflow({ name: "started", ...pinned }, async (wf) => {
      await wf.step("ok", () => 1);
      if (build === "1") await wf.receive("go");
    });
    const top = workflow({ name: "top", ...versioning }, async (wf) => {
      await wf.start(started, undefined);
      return await wf.call(middle, undefined);
    });
    return openEngine({ store, build, workflows: [leaf, middle, started, top] });
  };
  const one = await engineWith("1");
  const run = await one.start("top", undefined, { id: "t" });
  await until("all wait", async () => (await one.count({ status: "waiting" })) === 4);
  await run.cancel();
  await until("all have ended", async () => (await one.count({ status: "cancelled" })) === 4);
  await one.close();
  return await engineWith("2");
}

it("a retry of the parent by any build holds for its children, too, called or started", async () => {
  const two = await cancelledFamily({});
  await two.handle("t").retry({ build: "any" });
  expect(await two.handle("t").result({ timeout: "20 s" })).toBe("2");
  await two.handle("t~started").result({ timeout: "20 s" });
});

it("so does a person's leave for any build to go on with the retried parent, for those that its code asks for", async () => {
  const two = await cancelledFamily(pinned);
  const run = two.handle("t");
  await run.retry();
  await run.resume({ build: "any" });
  expect(await run.result({ timeout: "20 s" })).toBe("2");
});
