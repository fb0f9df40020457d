import { describe, expect, it } from "vitest";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { checkStore } from "../testing/invariants.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Transactions wait for their turn, for their run's writes and for the store; what is given up meanwhile is not done.

type Transact = NonNullable<Around["transact"]>;

const make = workflow("make", (wf) => wf.transaction("make", (sql) => sql`CREATE TABLE mine (n INTEGER)`));
const show = workflow("show", (wf) => wf.transaction("show", (sql) => sql`SELECT count(*) AS n FROM mine`));
const insert = workflow("insert", (wf) => wf.transaction("insert", (sql) => sql`INSERT INTO mine VALUES (1)`));

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
}

/** An engine with the table made, whose transactions pass through `around` from then on. */
async function withTable(around: Transact) {
  const provider = memory();
  let passing = true;
  const transact: Transact = (next, request) => (passing ? next(request) : around(next, request));
  const store: StoreProvider = aroundStore(provider, { transact });
  const notices: string[] = [];
  const log = (text: string) => void notices.push(text);
  const engine = await openEngine({ store, workflows: [make, show, insert], log });
  await engine.execute(make, undefined);
  passing = false;
  const count = async (): Promise<unknown> => {
    passing = true;
    return (await engine.execute(show, undefined))[0]?.n;
  };
  return { engine, count, notices, disk: await look(provider) };
}

describe("transactions", () => {
  it("of many runs at once are done one after the other, each once", async () => {
    let open = 0;
    let most = 0;
    const { engine, count, disk } = await withTable(async (next, request) => {
      most = Math.max(most, ++open);
      const outcome = await next(request);
      open -= 1;
      return outcome;
    });
    const runs = await Promise.all(Array.from({ length: 60 }, () => engine.start(insert, undefined)));
    await Promise.all(runs.map((run) => run.result()));
    expect(most).toBe(1);
    expect(await count()).toBe(60);
    await checkStore(disk);
  });

  it("wait for all that their run has written, be it no entry", async () => {
    const order: string[] = [];
    const log = workflow("log", async (wf) => {
      wf.log("a line");
      await wf.transaction("show", () => 1);
    });
    const late = Promise.withResolvers<void>();
    const store = aroundStore(memory(), {
      commit: async (next, batch) => {
        const logs = batch.writes.some((write) => write.logs.length > 0);
        if (logs) {
          order.push("log");
          await late.promise;
        }
        const result = await next(batch);
        if (logs) order.push("commit");
        return result;
      },
      transact: (next, request) => {
        order.push("transaction");
        return next(request);
      },
    });
    const engine = await openEngine({ store, workflows: [log] });
    const run = await engine.start(log, undefined);
    await until("the line is on its way", async () => order.length > 0);
    await turns(20);
    late.resolve();
    await run.result();
    expect(order).toEqual(["log", "commit", "transaction"]);
  });

  it("wait while the disk is full, and are done when there is room", async () => {
    let full = 3;
    const { engine, count, notices } = await withTable((next, request) => {
      if (full-- > 0) throw failure("store-full", { path: "p" });
      return next(request);
    });
    await engine.execute(insert, undefined);
    expect(await count()).toBe(1);
    expect(notices).toHaveLength(3);
  });

  it("that the code gave up before they began are not done", async () => {
    const gate = Promise.withResolvers<void>();
    const { engine, count } = await withTable(async (next, request) => {
      await gate.promise;
      return await next(request);
    });
    const [first, second] = [await engine.start(insert, undefined), await engine.start(insert, undefined)];
    await until("both are asked for", async () => (await first.executing().length) + second.executing().length === 2);
    await Promise.all([first.cancel("first"), second.cancel("second")]);
    await until("the second has ended: it had not begun", async () => (await second.status()).status === "cancelled");
    gate.resolve();
    await expect(first.result()).rejects.toMatchObject({ code: "run-cancelled" });
    expect(await count()).toBe(0);
    expect((await first.journal()).map(({ kind }) => kind)).toEqual(["cancel"]);
  });

  it("of a run that was killed meanwhile are not done", async () => {
    const gate = Promise.withResolvers<void>();
    let called = false;
    const { engine, count } = await withTable(async (next, request) => {
      called = true;
      await gate.promise;
      return await next(request);
    });
    const run = await engine.start(insert, undefined);
    await until("it is asked for", () => called);
    await run.kill();
    gate.resolve();
    expect(await count()).toBe(0);
    expect(await run.journal()).toEqual([]);
  });

  it("of a worker that was declared dead meanwhile are done by whoever takes the run", async () => {
    const gate = Promise.withResolvers<void>();
    let calls = 0;
    const { engine, count, disk } = await withTable(async (next, request) => {
      calls += 1;
      await gate.promise;
      return await next(request);
    });
    const run = await engine.start(insert, undefined);
    await until("it is asked for", () => calls === 1);
    await disk.reap(
      (await disk.workers()).map(({ key }) => ({ key })),
      1,
    );
    gate.resolve();
    await run.result();
    expect(calls).toBe(2);
    expect(await count()).toBe(1);
  });

  it("that have begun when the engine is closed are ended first", async () => {
    const gate = Promise.withResolvers<void>();
    let called = false;
    const { engine, disk } = await withTable(async (next, request) => {
      called = true;
      await gate.promise;
      return await next(request);
    });
    const run = await engine.start(insert, undefined);
    await until("it is asked for", () => called);
    const closed = engine.close({ graceMs: 10_000 });
    gate.resolve();
    await closed;
    const row = await disk.find(run.id);
    expect(await disk.journal(row?.key ?? (0 as never), 0, 9)).toHaveLength(1);
  });
});
