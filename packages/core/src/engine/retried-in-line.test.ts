import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

it.each([
  ["its first step has failed", []],
  ["a later step has failed", ["before"]],
])("time limits of a retried run count from when it was taken, where %s", async (_, before) => {
  const [store, host] = [memory(), virtualHost()];
  let broken = true;
  const flow = workflow("flow", async (wf) => {
    for (const name of before) await wf.step(name, () => 1);
    const body = () => (broken ? Promise.reject(new RangeError("no")) : "done");
    return await wf.step("limited", body, { retry: false, totalTimeout: "5 s" });
  });
  const first = await openEngine({ workflows: [flow], store, host });
  const run = await first.start(flow, undefined, { id: "r" });
  await passTime(
    host,
    run.result().catch(() => {}),
  );
  await passTime(host, first.close());
  const other = await openEngine({ workflows: [], store, host });
  await other.handle("r").retry();
  await passMs(host, 60_000);
  await passTime(host, other.close());
  broken = false;
  const second = await openEngine({ workflows: [flow], store, host });
  expect(await passTime(host, second.handle("r").result())).toBe("done");
});
