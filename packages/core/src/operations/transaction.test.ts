import { describe, expect, it } from "vitest";
import type { Sql } from "../model/sql.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import type { BodyContext } from "./body-context.ts";
import type { WorkflowContext } from "./context.ts";
import type { TransactionOptions } from "./transaction.ts";
import { workflow } from "./workflow.ts";

// wf.transaction: the user's SQL is kept exactly when its entry is.

type Body = (sql: Sql, s: BodyContext) => unknown;

const makeAccounts = "CREATE TABLE IF NOT EXISTS accounts (id TEXT PRIMARY KEY, balance INTEGER NOT NULL) STRICT";

/** Runs one transaction after `accounts` was made, with ann's 100; and what is in the table then. */
async function bank(body: Body, options: TransactionOptions = { retry: false }) {
  const store = memory();
  const pay = workflow("pay", async (wf) => await wf.transaction("pay", body, options));
  const show = workflow("show", (wf) =>
    wf.transaction("show", (sql) => sql`SELECT id, balance FROM accounts ORDER BY id`),
  );
  const make = workflow("make", (wf) =>
    wf.transaction("make", async (sql) => {
      await sql.unsafe(makeAccounts);
      await sql`INSERT INTO accounts VALUES (${"ann"}, ${100})`;
    }),
  );
  const engine = await openEngine({ store, workflows: [pay, show, make] });
  await engine.execute(make, undefined);
  const handle = await engine.start(pay, undefined);
  return {
    engine,
    handle,
    result: handle.result({ timeout: "10 s", rejectOn: ["blocked"] }),
    rows: () => engine.execute(show, undefined),
  };
}

/** The error that the function of a transaction ended with. */
async function refusal(body: Body, options?: TransactionOptions): Promise<unknown> {
  const { result, rows } = await bank(body, options);
  const error = await result.then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(await rows()).toEqual([{ id: "ann", balance: 100 }]);
  return (error as { cause?: { cause?: unknown } })?.cause?.cause;
}

describe("a transaction", () => {
  it("keeps what its function did, with its result as one entry", async () => {
    const { result, rows, handle } = await bank(async (sql) => {
      await sql`INSERT INTO accounts VALUES (${"bob"}, 0)`;
      const taken = await sql`UPDATE accounts SET balance = balance - ${30} WHERE id = ${"ann"}`;
      await sql`UPDATE accounts SET balance = balance + ${30} WHERE id = ${"bob"}`;
      const [ann] = await sql<{ balance: number }>`SELECT balance FROM accounts WHERE id = ${"ann"}`;
      return { changes: taken.changes, left: ann?.balance };
    });
    expect(await result).toEqual({ changes: 1, left: 70 });
    expect(await rows()).toEqual([
      { id: "ann", balance: 70 },
      { id: "bob", balance: 30 },
    ]);
    expect((await handle.journal()).map(({ kind, op }) => `${kind} ${op}`)).toEqual(["step pay"]);
  });

  it("keeps nothing when its function throws, and tries again as a step does", async () => {
    let tries = 0;
    const { result, rows, handle } = await bank(
      async (sql, s) => {
        tries += 1;
        await sql`UPDATE accounts SET balance = balance - 1`;
        if (s.attempt === 1) throw new RangeError("no");
        return s.attempt;
      },
      { retry: { initial: 1 } },
    );
    expect(await result).toBe(2);
    expect(tries).toBe(2);
    expect(await rows()).toEqual([{ id: "ann", balance: 99 }]);
    expect((await handle.journal()).map(({ kind }) => kind)).toEqual(["attempt", "step"]);
  });

  it("may be a function that is not async, and one that asks without waiting", async () => {
    const { result, rows } = await bank((sql) => {
      void sql`UPDATE accounts SET balance = 1`;
      return "done";
    });
    expect(await result).toBe("done");
    expect(await rows()).toEqual([{ id: "ann", balance: 1 }]);
  });

  it("is kept together with what its function sets and logs", async () => {
    const { result, handle } = await bank((_sql, s) => {
      s.set("paid", true);
      s.log("paid");
    });
    await result;
    expect(await handle.get("paid")).toBe(true);
    expect((await handle.logs()).map(({ text }) => text)).toEqual(["paid"]);
  });

  it("keeps nothing when its result cannot be kept", async () => {
    const error = await refusal(async (sql) => {
      await sql`UPDATE accounts SET balance = 0`;
      return () => {};
    });
    expect(error).toMatchObject({ code: "unserialisable-value" });
  });
});

describe("a transaction refuses", () => {
  it("a function that waits for something else than sql", async () => {
    let late: unknown;
    const error = await refusal(async (sql) => {
      await sql`UPDATE accounts SET balance = 0`;
      await new Promise((resolve) => setImmediate(resolve));
      await sql`UPDATE accounts SET balance = 0`.catch((thrown: unknown) => {
        late = thrown;
      });
    });
    expect(error).toMatchObject({ code: "transaction-left-open" });
    await until("the function went on", () => late !== undefined);
    expect(late).toMatchObject({ code: "transaction-over" });
  });

  it("operations inside", async () => {
    let wf: WorkflowContext | undefined;
    const outer = workflow("outer", async (context) => {
      wf = context;
      return await context.transaction("t", async () => await context.step("inner", () => 1), { retry: false });
    });
    const engine = await openEngine({ workflows: [outer] });
    await expect(engine.execute(outer, undefined)).rejects.toMatchObject({
      cause: { cause: { code: "nested-operation" } },
    });
    expect(wf).toBeDefined();
  });

  it("options that a transaction has no use for, and what is not a function", async () => {
    const options = workflow("options", (wf) => wf.transaction("t", () => 1, { timeout: 1 } as TransactionOptions));
    const fn = workflow("fn", (wf) => wf.transaction("t", 1 as unknown as () => void));
    const engine = await openEngine({ workflows: [options, fn] });
    const refused = { cause: { code: "invalid-option" } };
    await expect(engine.execute(options, undefined)).rejects.toMatchObject(refused);
    await expect(engine.execute(fn, undefined)).rejects.toMatchObject(refused);
  });

  it("a store that has none", async () => {
    const provider = memory();
    const one = workflow("one", (wf) => wf.transaction("t", () => 1));
    const store = {
      label: "bare:",
      open: async (options: Parameters<typeof provider.open>[0]) => {
        const { transact: _, ...rest } = await provider.open(options);
        return { ...rest, label: "bare:" };
      },
    };
    const engine = await openEngine({ store, workflows: [one] });
    await expect(engine.execute(one, undefined)).rejects.toMatchObject({
      cause: { cause: { code: "transactions-unsupported", facts: { store: "bare:" } }, attempts: 1 },
    });
  });
});
