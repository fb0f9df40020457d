import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

it("a suspect that is killed while it is tried alone makes way for the others at once", async () => {
  const host = virtualHost();
  const machine = new Machine(memory(), host);
  const begun: string[] = [];
  const endless = workflow("endless", (wf, name: string) =>
    wf.step("s", () => {
      begun.push(name);
      return new Promise(() => {});
    }),
  );
  let process = machine.process();
  let engine = await openEngine({ ...process.parts, workflows: [endless] });
  await engine.start(endless, "suspect", { id: "suspect" });
  for (let death = 1; death <= 3; death++) {
    await passMs(host, 2_000);
    process.kill();
    process = machine.process();
    engine = await openEngine({ ...process.parts, workflows: [endless] });
  }
  await passMs(host, 2_000);
  expect(begun.splice(0)).toEqual(Array(4).fill("suspect"));
  await engine.start(endless, "other", { id: "other" });
  await passMs(host, 100);
  expect(begun, "it is tried alone").toEqual([]);
  await passTime(host, engine.handle("suspect").kill("enough"));
  await passMs(host, 100);
  expect(begun).toEqual(["other"]);
});
