import { join } from "node:path";
import { Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { connect } from "../../packages/core/src/store/sqlite/open.ts";
import { sqliteProvider } from "../../packages/core/src/store/sqlite/provider.ts";
import { eventually, newFolder } from "../crash/processes.ts";

// Backlog 4: a query for every row (N+1).
test("listing and resuming cannot cost a query for every run", async () => {
  const file = join(newFolder(), "test.db");
  let used: string[] = [];
  const store = sqliteProvider({
    file,
    label: file,
    busyMs: 60_000,
    connect: (options) => {
      const db = connect(options);
      const plain = db.stmt.bind(db);
      db.stmt = (sql) => {
        used.push(sql);
        return plain(sql);
      };
      return db;
    },
  });
  const flow = workflow("flow", async (wf, n: number) => {
    await wf.step("a", () => n);
    await wf.step("b", () => n);
  });
  const costOf = async (act: () => Promise<unknown>, what = /^\s*SELECT/) => {
    used = [];
    await act();
    return used.filter((sql) => what.test(sql)).length;
  };
  await using client = await Stepwell.open({ store, worker: false });
  const more = async (from: number, to: number) =>
    await client.startMany(
      flow,
      Array.from({ length: to - from }, (_, n) => ({ input: from + n, tags: ["t"] })),
    );
  await more(0, 10);
  const few = await costOf(() => client.list({ tag: "t" }, { limit: 10 }));
  await more(10, 200);
  expect(await costOf(() => client.list({ tag: "t" }, { limit: 200 }))).toBeLessThanOrEqual(few);
  // Claiming 200 runs and loading their journals: a few statements, not one for each.
  const claiming = /FROM (journal|logs)|RETURNING/;
  const cost = await costOf(async () => {
    await using engine = await Stepwell.open({ store, workflows: [flow] });
    await eventually("all are done", async () => (await engine.count({ status: "completed" })) === 200);
  }, claiming);
  expect(cost).toBeGreaterThan(0);
  expect(cost).toBeLessThan(20);
});
