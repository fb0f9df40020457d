import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

/** What the engine says of a workflow whose code may stop the clock of the event loop, but not time. */
async function saidOf(
  code: (wf: WorkflowContext, block: (ms: number) => void) => Promise<unknown>,
  cpuMs?: (stolenMs: number) => number,
): Promise<string[]> {
  const host = virtualHost();
  let stolenMs = 0;
  const said: string[] = [];
  const flow = workflow("flow", (wf) =>
    code(wf, (ms) => {
      stolenMs += ms;
    }),
  );
  const engine = await openEngine({
    workflows: [flow],
    host: {
      ...host,
      monotonic: () => host.monotonic() + stolenMs,
      ...(cpuMs === undefined ? {} : { cpuMs: () => cpuMs(stolenMs) }),
    },
    log: (text) => said.push(text),
  });
  const run = engine.start(flow, undefined, { id: "r" }).then((handle) => handle.result());
  await passTime(host, run);
  return said;
}

it("names the step that kept the event loop busy at once", async () => {
  const said = await saidOf(async (wf, block) => {
    await wf.step("parse", () => block(3_000));
    await wf.sleep("900 ms");
  });
  expect(said).toEqual([
    expect.stringMatching(/^step "parse" of run "r" kept the event loop busy for 3\.0s; .*thread/),
  ]);
});

it("names the step that did it after an await", async () => {
  const said = await saidOf(async (wf, block) => {
    await wf.step("waits", async () => {
      await new Promise((resolve) => setImmediate(resolve));
      block(90_000);
    });
    await wf.sleep("900 ms");
  });
  expect(said).toEqual([expect.stringMatching(/^step "waits" of run "r" kept the event loop busy for 1m 2\ds;/)]);
});

it("names those that were executing when nobody can be blamed", async () => {
  const said = await saidOf(async (wf, block) => {
    const bodies = ["a", "b", "c", "d"].map((name) =>
      wf.step(
        name,
        async (s) => {
          await new Promise((resolve) => setImmediate(resolve));
          if (name === "b") block(2_000);
          await new Promise((resolve) => s.abortSignal.addEventListener("abort", resolve));
        },
        { timeout: "2 s", retry: false },
      ),
    );
    await Promise.allSettled(bodies);
  });
  expect(said).toEqual([
    expect.stringMatching(
      /^the event loop stood still for 2\.0s while these were executing: step "a" of run "r", step "b" of .*, step "c" of .* and 1 more;/,
    ),
  ]);
});

it("says so when it was no step", async () => {
  const said = await saidOf(async (wf, block) => {
    await wf.step("s", () => 1);
    block(5_000);
    await wf.sleep("900 ms");
  });
  expect(said).toEqual(["the event loop stood still for 5.0s while no step was executing here"]);
});

it("says nothing of what is short", async () => {
  const said = await saidOf(async (wf, block) => {
    await wf.step("s", () => block(900));
    await wf.sleep("900 ms");
  });
  expect(said).toEqual([]);
});

const stopped = async (wf: WorkflowContext, block: (ms: number) => void): Promise<void> => {
  await wf.step("waits", async () => {
    await new Promise((resolve) => setImmediate(resolve));
    block(60_000);
  });
  await wf.sleep("900 ms");
};

it("blames nobody for certain when the process has not computed: it may have been stopped", async () => {
  expect(await saidOf(stopped, () => 7)).toEqual([
    expect.stringMatching(
      /^this process stood still for 1m 00s and did not compute: it was stopped, .*; or one of these waits without an await, .*: step "waits" of run "r"$/,
    ),
  ]);
  const idle = await saidOf(
    async (wf, block) => {
      await wf.step("s", () => 1);
      block(5_000);
      await wf.sleep("900 ms");
    },
    () => 7,
  );
  expect(idle).toEqual([expect.stringMatching(/^this process stood still for 5\.0s and did not compute: [^;]*$/)]);
});

it("blames the step when the process has computed all the time", async () => {
  expect(await saidOf(stopped, (stolenMs) => 7 + stolenMs)).toEqual([
    expect.stringMatching(/^step "waits" of run "r" kept the event loop busy/),
  ]);
});
