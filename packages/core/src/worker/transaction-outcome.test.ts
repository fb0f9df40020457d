import { describe, expect, it } from "vitest";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { aroundStore } from "../testing/around-store.ts";
import { checkStore } from "../testing/invariants.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Invariant 19, where the answer to a COMMIT is lost.

describe("a COMMIT of which nobody knows whether it landed", () => {
  it.each([true, false])("(it did: %s) is found out from the journal", async (landed) => {
    let left = 1;
    let calls = 0;
    const provider = aroundStore(memory(), {
      transact: async (next, request) => {
        if (left-- <= 0) return await next(request);
        if (landed) await next(request);
        throw failure("outcome-unknown", { operation: "a transaction" });
      },
    });
    const one = workflow("one", async (wf) => {
      await wf.step("before", () => 1);
      await wf.transaction("make", async (sql) => {
        calls += 1;
        await sql`CREATE TABLE mine (n)`;
        await sql`INSERT INTO mine VALUES (1)`;
      });
      return await wf.transaction("count", (sql) => sql`SELECT n FROM mine`);
    });
    const engine = await openEngine({ store: provider, workflows: [one] });
    const handle = await engine.start(one, undefined);
    expect(await handle.result({ timeout: "10 s" })).toEqual([{ n: 1 }]);
    expect(calls).toBe(1);
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["before", "make", "count"]);
  });
});

describe("a COMMIT whose answer is lost after its worker was declared dead", () => {
  it("takes nothing away from the worker that has the run by then", async () => {
    const answer = Promise.withResolvers<void>();
    let left = 1;
    const provider = memory();
    const slow = aroundStore(provider, {
      transact: async (next, request) => {
        if (left-- <= 0) return await next(request);
        await next({ ...request, landed: () => {} });
        await answer.promise;
        throw failure("outcome-unknown", { operation: "a transaction" });
      },
    });
    const body = Promise.withResolvers<void>();
    let executing = false;
    const one = workflow("one", async (wf) => {
      await wf.transaction("make", (sql) => sql`CREATE TABLE mine (n)`);
      await wf.step("after", () => {
        executing = true;
        return body.promise;
      });
      return await wf.step("last", () => "done");
    });
    const other = workflow("other", () => 1);
    const engine = await openEngine({ store: slow, workflows: [one, other] });
    const handle = await engine.start(one, undefined);
    await until("the transaction has landed", async () => (await handle.journal()).length === 1);
    const store = await look(provider);
    const workers = await store.workers();
    await store.reap(
      workers.map(({ key }) => ({ key })),
      Date.now(),
    );
    // Whatever it commits next tells it.
    await engine.execute(other);
    await until("the run is executed anew", () => executing);
    answer.resolve();
    body.resolve();
    expect(await handle.result({ timeout: "10 s" })).toBe("done");
    await checkStore(store);
  });
});
