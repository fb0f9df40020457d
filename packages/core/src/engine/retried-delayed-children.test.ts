import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

it("a child that was cancelled before its delay was over waits for the rest of it when its parent is retried", async () => {
  const host = virtualHost();
  const begunAt: number[] = [];
  const child = workflow("child", (wf) => wf.step("begins", () => void begunAt.push(host.now())));
  const parent = workflow("parent", (wf) => wf.call(child, undefined, { delay: "1 h" }));
  const engine = await openEngine({ workflows: [parent, child], host });
  const calledAt = host.now();
  const run = await engine.start(parent, undefined, { id: "p" });
  await passMs(host, 1_200_000);
  await run.cancel();
  await passTime(
    host,
    run.result().catch(() => {}),
  );
  expect((await engine.handle("p~child").status()).status).toBe("cancelled");
  await run.retry();
  await passTime(host, run.result());
  expect(begunAt).toHaveLength(1);
  expect((begunAt[0] ?? 0) - calledAt).toBeGreaterThanOrEqual(3_600_000);
  expect((begunAt[0] ?? 0) - calledAt).toBeLessThan(3_700_000);
});
