import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { NonRetryableError } from "../model/retry-signals.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";
import { workflow } from "./workflow.ts";

it("onComplete leaves no child behind that it has called and does not wait for any more", async () => {
  const host = virtualHost();
  const child = workflow("child", (wf) => wf.sleep("1 h"));
  const flow = workflow(
    {
      name: "flow",
      onComplete: (wf) =>
        Promise.all([
          wf.call(child, undefined),
          wf.step("s", () => {
            throw new NonRetryableError("no");
          }),
        ]),
    },
    () => "well",
  );
  const engine = await openEngine({ workflows: [flow, child], host });
  const run = await engine.start(flow, undefined, { id: "r" });
  expect(await passTime(host, run.result())).toBe("well");
  await quiet(host);
  expect((await engine.handle("r~child").status()).status).toBe("cancelled");
});
