import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// An error that nothing could catch ends Node's drain of the microtask queue before its time. What was delivered to
// other runs in the same round still arrives before they are settled: no bystander is taken for stalled.

const steps = workflow("steps", async (wf) => {
  for (let n = 0; n < 30; n++) await wf.step(`s${n}`, () => n);
  return "done";
});

describe("an error in nextTick, while other runs go on", () => {
  it.each<[string, Parameters<typeof workflow>[1]]>([
    [
      "of workflow code",
      async (wf) => {
        for (let n = 0; n < 30; n++) {
          await wf.step("s", () => n);
          process.nextTick(() => {
            throw new RangeError(`stray ${n}`);
          });
        }
        return "thrower done";
      },
    ],
    [
      "of a body",
      async (wf) => {
        for (let n = 0; n < 30; n++)
          await wf.step("s", () => {
            process.nextTick(() => {
              throw new RangeError(`stray ${n}`);
            });
          });
        return "thrower done";
      },
    ],
    [
      "of a listener to abort",
      async (wf) => {
        wf.abortSignal.addEventListener("abort", () => {
          throw new RangeError("stray 0");
        });
        await wf.race({ a: wf.step("s", () => 1), b: wf.sleep("1 h") });
        return "thrower done";
      },
    ],
  ])("%s: nobody is blocked, and the error is shown in its run", async (_, code) => {
    const thrower = workflow("thrower", code);
    const engine = await openEngine({ workflows: [steps, thrower] });
    const bystanders = await Promise.all(Array.from({ length: 20 }, () => engine.start(steps)));
    const handle = await engine.start(thrower);
    await Promise.all(bystanders.map((bystander) => bystander.result({ rejectOn: ["blocked"] })));
    expect(await handle.result({ rejectOn: ["blocked"] })).toBe("thrower done");
  });

  it("of a listener to a cancel: the run ends cancelled, and the others complete", async () => {
    const sleeper = workflow("sleeper", async (wf) => {
      wf.abortSignal.addEventListener("abort", () => {
        throw new RangeError("in the listener");
      });
      await wf.sleep("1 day");
    });
    const engine = await openEngine({ workflows: [steps, sleeper] });
    const handles = await Promise.all(Array.from({ length: 20 }, () => engine.start(sleeper)));
    await until("they wait", async () => (await engine.count({ status: "waiting" })) === 20);
    const bystanders = Array.from({ length: 20 }, () => engine.start(steps));
    await Promise.all(handles.map((handle) => handle.cancel()));
    for (const handle of handles)
      await expect(handle.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ code: "run-cancelled" });
    for (const bystander of bystanders) expect(await (await bystander).result({ rejectOn: ["blocked"] })).toBe("done");
    const [first] = handles;
    await until("its log tells", async () =>
      (await first!.logs()).some(({ text }) => text.includes("in the listener")),
    );
  });
});
