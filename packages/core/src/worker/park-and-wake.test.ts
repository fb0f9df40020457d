import { expect, it } from "vitest";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// A run that parks with the very batch whose message wakes it is taken again from memory: its journal is not read.

/** What was claimed after it had begun: whether its journal came along; and how many batches claimed anything. */
function watched() {
  const seen: { journals: boolean[]; claims: number } = { journals: [], claims: 0 };
  const around: Around = {
    commit: async (next, batch) => {
      const result = await next(batch);
      if (batch.claim !== undefined) seen.claims++;
      for (const { row, entries } of result.claimed) if (row.claim > 1) seen.journals.push(entries !== undefined);
      return result;
    },
  };
  return { seen, store: aroundStore(memory(), around) };
}

/** In a loop: each body sends what the next round waits for. */
const echo = (rounds: number, send: (n: number) => void) => async (wf: WorkflowContext) => {
  const heard: unknown[] = [];
  for (let n = 0; n < rounds; n++) {
    heard.push(await wf.receive("go"));
    await wf.step("tell", () => send(n + 1));
  }
  return heard;
};

it("by a signal that is sent while the step before it ends", async () => {
  const { seen, store } = watched();
  const sent: Promise<unknown>[] = [];
  const flow = workflow(
    "flow",
    echo(20, (n) => void sent.push(engine.handle("r").signal("go", n))),
  );
  const engine = await openEngine({ store, workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  await until("it waits", async () => (await run.status()).status === "waiting");
  seen.claims = 0;
  await run.signal("go", 0);
  expect(await run.result()).toEqual(Array.from({ length: 20 }, (_, n) => n));
  await Promise.all(sent);
  expect(seen.journals.length).toBeGreaterThan(10);
  expect(seen.journals).not.toContain(true);
  expect(seen.claims, "none but those that take it").toBeLessThanOrEqual(seen.journals.length + 1);
});

it("one whose memory has gone before the answer is here is given back, and taken again with its journal", async () => {
  const answer = Promise.withResolvers<void>();
  let held = false;
  const notices: string[] = [];
  const around: Around = {
    commit: async (next, batch) => {
      const result = await next(batch);
      if (!held && result.claimed.some(({ entries }) => entries === undefined)) {
        held = true;
        await answer.promise;
      }
      return result;
    },
  };
  const provider = memory();
  const flow = workflow(
    "flow",
    echo(
      5,
      (n) =>
        void engine
          .handle("r")
          .signal("go", n)
          .catch(() => {}),
    ),
  );
  const engine = await openEngine({
    store: aroundStore(provider, around),
    workflows: [flow],
    log: (text) => void notices.push(text),
  });
  const client = await openEngine({ store: provider, workflows: [flow], worker: false });
  const run = await client.start(flow, undefined, { id: "r" });
  await run.signal("go", 0);
  await until("a claim counts on its memory", () => held);
  await run.kill();
  await until("the worker has heard of that", async () => (await run.status()).status === "cancelled");
  await turns(50);
  answer.resolve();
  await run.retry();
  for (let n = 1; n < 5; n++) await run.signal("go", n).catch(() => {});
  expect(await run.result()).toHaveLength(5);
  expect(notices).toEqual([]);
});
