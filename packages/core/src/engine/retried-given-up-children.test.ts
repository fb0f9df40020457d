import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { bothWait, cancelledParent } from "../testing/cancelled-parent.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

it("a child that still ends, and is given up by its retried parent, may wait for that: it is no circle", async () => {
  const gate = Promise.withResolvers<void>();
  const heard: unknown[] = [];
  const child = workflow("child", (wf) =>
    wf.receive("go").catch(() =>
      wf.shield(async () => {
        await wf.step("gate", () => gate.promise);
        heard.push(await wf.call(parent, undefined, { id: "p" }).catch((error) => error));
      }),
    ),
  );
  const parent: ReturnType<typeof workflow<undefined, unknown>> = workflow("parent", async (wf) => {
    await wf.step("first", () => 1);
    await wf.race({ call: () => wf.call(child, undefined), stop: () => wf.receive("stop") });
    return await wf.receive("finish");
  });
  const engine = await openEngine({ workflows: [parent, child] });
  const run = await cancelledParent(engine, "both wait", () => bothWait(engine));
  await run.retry();
  await until("it waits again", async () => (await run.status()).status === "waiting");
  await run.signal("stop");
  await until("it goes on", async () => (await run.status()).why === 'waits for signal "finish"');
  gate.resolve();
  const ofChild = engine.handle("p~child");
  await until("the child waits, or was told", async () => {
    return heard.length > 0 || (await ofChild.status()).status === "waiting";
  });
  await run.signal("finish", "well");
  await until("the child is told", () => heard.length > 0);
  expect(heard).toEqual(["well"]);
});
