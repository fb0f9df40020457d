import { describe, expect, it } from "vitest";
import { memory } from "../store/memory/memory.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { replayPrefix } from "../testing/replay-again.ts";
import { until } from "../testing/until.ts";
import { workflow } from "./workflow.ts";

// The entries of transactions stand among the others as steps' do, and are replayed as these are.

describe("a transaction", () => {
  it("gives workflow code a copy of its rows, which are equal on replay, without calling the function again", async () => {
    const store = memory();
    let calls = 0;
    const seen: unknown[] = [];
    const one = workflow("one", async (wf) => {
      const rows = await wf.transaction("rows", (sql) => {
        calls += 1;
        return sql`SELECT 1 AS n, 'x' AS t, NULL AS none, 1.5 AS r, x'0102' AS bytes, 9007199254740993 AS large`;
      });
      seen.push(rows);
      await wf.step("after", () => 1);
    });
    const engine = await openEngine({ store, workflows: [one] });
    const handle = await engine.start(one, undefined, { id: "r" });
    await handle.result();
    await replayPrefix(await look(store), "r", 1);
    await until("it has run again", () => seen.length === 2);
    await engine.handle("r").result();
    expect(calls).toBe(1);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]).toEqual([
      { n: 1, t: "x", none: null, r: 1.5, bytes: new Uint8Array([1, 2]), large: 9007199254740993n },
    ]);
  });

  it("writes the entries of steps beside it in their order", async () => {
    const store = memory();
    const names = ["a", "b", "c", "d"];
    const many = workflow("many", async (wf) => {
      await wf.transaction("make", (sql) => sql`CREATE TABLE t (n INTEGER)`);
      const both = (name: string) => [
        wf.step(name, () => name),
        wf.transaction(`t ${name}`, (sql) => sql`INSERT INTO t VALUES (1)`),
      ];
      await Promise.all(names.flatMap(both));
      return await wf.transaction("count", (sql) => sql<{ n: number }>`SELECT count(*) AS n FROM t`);
    });
    const engine = await openEngine({ store, workflows: [many] });
    const handle = await engine.start(many, undefined);
    expect(await handle.result()).toEqual([{ n: 4 }]);
    expect(await handle.journal()).toHaveLength(10);
  });
});
