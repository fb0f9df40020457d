import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { CommitGate, changes } from "../testing/commit-gate.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// Requests reach a worker while its runs come and go: none is lost, and no run is lost over one (invariant 26).

const sleepy = workflow("sleepy", async (wf) => {
  await wf.step("s", () => turns(5));
  await wf.sleep("1 h");
});

describe("a cancel whose run parks while the request is being read", () => {
  it("ends the run", async () => {
    const reading = Promise.withResolvers<void>();
    const around: Around = {
      get: async (next, run) => {
        const row = await next(run);
        await reading.promise;
        return row;
      },
    };
    const provider = memory();
    const engine = await openEngine({ store: aroundStore(provider, around), workflows: [sleepy] });
    const handle = await engine.start(sleepy);
    const cancelling = handle.cancel();
    await until("it has parked", async () => (await handle.journal()).length > 0);
    await turns(50);
    reading.resolve();
    await cancelling;
    await expect(handle.result({ timeout: "5 s" })).rejects.toMatchObject({ code: "run-cancelled" });
    expect((await handle.journal()).filter(({ kind }) => kind === "cancel")).toHaveLength(1);
  });
});

describe("a request that is read late, while the run is being claimed again", () => {
  it("does not take its memory away", async () => {
    const gate = new CommitGate();
    let late: PromiseWithResolvers<void> | undefined;
    const around: Around = {
      ...gate.around,
      notices: async (next, worker) => {
        const notices = await next(worker);
        const held = notices.length > 0 ? late : undefined;
        late = held === undefined ? late : undefined;
        await held?.promise;
        return notices;
      },
    };
    const provider = memory();
    const notices: string[] = [];
    const engine = await openEngine({
      store: aroundStore(provider, around),
      workflows: [sleepy],
      log: (text) => void notices.push(text),
    });
    const client = await openEngine({ store: provider, worker: false });
    gate.closeFor(changes("park"));
    const handle = await engine.start(sleepy);
    await gate.held();
    const reading = Promise.withResolvers<void>();
    late = reading;
    await client.handle(handle.id).cancel("enough");
    await turns(20);
    gate.open();
    gate.closeFor((batch) => batch.claim !== undefined);
    await until("it is pending again", async () => (await handle.status()).status === "pending");
    // Any other request makes the worker look around.
    void engine.handle(handle.id).resume();
    await gate.held();
    reading.resolve();
    await turns(20);
    gate.open();
    await expect(handle.result({ timeout: "5 s" })).rejects.toMatchObject({ code: "run-cancelled" });
    expect(notices).toEqual([]);
  });
});

describe("a request that is heard before the worker knows that it has the run", () => {
  it.each([
    ["of a new run", false],
    ["of a run that is woken", true],
  ])("%s ends it", async (_, woken) => {
    const answers = Promise.withResolvers<void>();
    let late = false;
    const around: Around = {
      commit: async (next, batch) => {
        const result = await next(batch);
        if (late && result.claimed.length > 0) await answers.promise;
        return result;
      },
    };
    const provider = memory();
    const flow = workflow("flow", async (wf) => {
      if (woken) await wf.receive("go");
      await wf.step("long", ({ abortSignal }) => once(abortSignal, "abort"));
    });
    const engine = await openEngine({ store: aroundStore(provider, around), workflows: [flow] });
    const client = await openEngine({ store: provider, workflows: [flow], worker: false });
    if (!woken) late = true;
    const handle = await client.start(flow);
    if (woken) {
      await until("it waits", async () => (await handle.status()).status === "waiting");
      late = true;
      await handle.signal("go");
    }
    await until("it is claimed", async () => (await handle.status()).status === "running");
    await handle.cancel("enough");
    await turns(50);
    answers.resolve();
    await expect(handle.result({ timeout: "5 s" })).rejects.toMatchObject({ code: "run-cancelled" });
    await engine.close();
  });
});

describe("answers about a run that come in another order than they were asked for", () => {
  it("leave it as the last request wants it", async () => {
    const late = Promise.withResolvers<void>();
    const kinds: (string | undefined)[] = [];
    const around: Around = {
      get: async (next, run) => {
        const row = await next(run);
        kinds.push(row?.pauseRequestedAt === undefined ? "goes on" : "pauses");
        if (kinds.join() === "pauses,goes on") await late.promise;
        return row;
      },
    };
    const provider = memory();
    const body = Promise.withResolvers<void>();
    const begun: string[] = [];
    const two = workflow("two", async (wf) => {
      await wf.step("a", () => {
        begun.push("a");
        return body.promise;
      });
      await wf.step("b", () => void begun.push("b"));
    });
    const engine = await openEngine({ store: aroundStore(provider, around), workflows: [two] });
    const client = await openEngine({ store: provider, worker: false });
    const { id } = await engine.start(two);
    await until("its body executes", () => begun.length === 1);
    const handle = client.handle(id);
    void handle.pause();
    await until("that is heard", () => kinds.length === 1);
    await handle.resume();
    await until("that is heard", () => kinds.length === 2);
    const paused = handle.pause();
    await until("that is heard", () => kinds.at(-1) === "pauses");
    await turns();
    late.resolve();
    await turns();
    body.resolve();
    await paused;
    expect(begun).toEqual(["a"]);
    await handle.resume();
    await engine.handle(id).result();
  });
});

describe("with room for one run", () => {
  it("an idempotent start that finds its run leaves the room to the next one", async () => {
    let fails = true;
    const once = workflow("once", () => {
      if (fails) throw new RangeError("the first time");
      return "second time";
    });
    const gate = new CommitGate();
    const store = aroundStore(memory(), gate.around);
    const engine = await openEngine({ store, workflows: [once, sleepy], worker: { concurrency: 1 } });
    const handle = await engine.start(once, undefined, { id: "a" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    await turns();
    fails = false;
    gate.close();
    const again = engine.start(once, undefined, { id: "a" });
    await gate.held();
    await handle.retry();
    gate.open();
    await again;
    expect(await handle.result({ timeout: "5 s" })).toBe("second time");
  });
});
