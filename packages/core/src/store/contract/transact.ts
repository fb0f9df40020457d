import { describe, expect, it, onTestFinished } from "vitest";
import { assert } from "../../model/assert.ts";
import type { Batch, RunRow } from "../port.ts";
import type { TransactOutcome, TransactRequest } from "../transaction-port.ts";
import {
  change,
  claim,
  type Engine,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  newStart,
  reread,
  startPending,
  startRunning,
  t0,
  write,
  writeOf,
} from "./bench.ts";

/** For stores that have transactions for users. */
export function transactContract(make: MakeProvider): void {
  describe("a user's transaction", () => {
    it("T1: what the body did and the entry are there together, in the order of the journal", async () => {
      const { engine, run } = await withTable(make);
      const landed: number[] = [];
      const outcome = await transact(engine, run, {
        body: (sql) => sql`INSERT INTO mine VALUES (${7})`,
        write: () => writes(engine, run, { entries: [newEntry(2), newEntry(3)], data: [["k", "1"]] }),
        landed: () => landed.push(1),
      });
      expect(outcome).toMatchObject({ ended: "landed", result: { lost: [] } });
      expect(landed).toEqual([1]);
      expect(await numbers(engine, run, 4)).toEqual([7]);
      expect((await engine.store.journal(run.key, 0, 9)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
      expect(await engine.store.data(run.key, "k")).toBe("1");
      // The next batch follows on it.
      expect(await write(engine, run, { entries: [newEntry(5)] })).toMatchObject({ lost: [] });
    });

    it("T1: neither is there when the body throws, when write does, or when nobody wants it any more", async () => {
      const { engine, run } = await withTable(make);
      const insert: TransactRequest["body"] = (sql) => sql`INSERT INTO mine VALUES (${7})`;
      const error = new RangeError("no");
      const fail = () => {
        throw error;
      };
      expect(
        await transact(engine, run, {
          body: async (sql) => {
            await insert(sql);
            fail();
          },
        }),
      ).toEqual({ ended: "failed", error });
      expect(await transact(engine, run, { body: insert, write: fail })).toEqual({ ended: "failed", error });
      expect(await transact(engine, run, { body: insert, write: () => undefined })).toEqual({ ended: "unwanted" });
      expect(await engine.store.journal(run.key, 0, 9)).toHaveLength(1);
      expect(await numbers(engine, run, 2)).toEqual([]);
    });

    it("T1: neither is there when what is to be written does not fit, and nothing was said to have landed", async () => {
      const { engine, run } = await withTable(make);
      let landed = false;
      const wrong = transact(engine, run, {
        body: (sql) => sql`INSERT INTO mine VALUES (${7})`,
        write: () => writes(engine, run, { entries: [newEntry(9)] }),
        landed: () => {
          landed = true;
        },
      });
      await expect(wrong).rejects.toMatchObject({ code: "broken-invariant" });
      expect(landed).toBe(false);
      expect(await numbers(engine, run, 2)).toEqual([]);
    });

    it("S6: what the batch before it has brought can be asked for as before", async () => {
      const { engine, run, database } = await withTable(make);
      const batch = newBatch(engine.worker, { starts: [newStart({ onExisting: "restart" })] });
      const { starts } = await engine.store.commit(batch);
      await startPending(await database.open());
      const outcome = await transact(engine, run, { write: () => writes(engine, run, { entries: [newEntry(2)] }) });
      expect(outcome.ended).toBe("landed");
      expect((await engine.store.recover(batch))?.starts).toEqual(starts);
    });

    it("T2: the body is not called for a run that was taken over", async () => {
      const { engine, run, database } = await withTable(make);
      const other = await database.engine();
      await change(engine, run, { event: "release" });
      await claim(other);
      expect(await transact(engine, run, { body: unreachable })).toEqual({ ended: "lost" });
      expect(await reread(other.store, run)).toMatchObject({ owner: other.worker });
    });

    it("T2: the body is not called for a worker that was declared dead", async () => {
      const { engine, run, database } = await withTable(make);
      const other = await database.open();
      await other.reap([{ key: engine.worker }], t0);
      await expect(transact(engine, run, { body: unreachable })).rejects.toMatchObject({ code: "worker-fenced" });
    });

    it("T3: what else is asked of the store meanwhile comes after it", async () => {
      const { engine, run } = await withTable(make);
      const order: string[] = [];
      let meanwhile: Promise<unknown> | undefined;
      await transact(engine, run, {
        body: async (sql) => {
          meanwhile = Promise.all([
            write(engine, run, { entries: [newEntry(3)] }).then(() => order.push("written")),
            engine.store.journal(run.key, 0, 9).then((entries) => order.push(`${entries.length} read`)),
          ]);
          await sql`INSERT INTO mine VALUES (${7})`;
        },
        landed: () => order.push("landed"),
      });
      await meanwhile;
      expect(order[0]).toBe("landed");
      expect(order).toHaveLength(3);
      expect(order, "the entry of the transaction was read").not.toContain("1 read");
      expect(await engine.store.journal(run.key, 0, 9)).toHaveLength(3);
    });

    it("that waits for something else is undone after one turn of the event loop", async () => {
      const { engine, run } = await withTable(make);
      const endless = Promise.withResolvers<void>();
      onTestFinished(() => endless.resolve());
      const outcome = await transact(engine, run, {
        body: async (sql) => {
          await sql`INSERT INTO mine VALUES (${7})`;
          await endless.promise;
        },
      });
      expect(outcome).toMatchObject({ ended: "failed", error: { code: "transaction-left-open" } });
      expect(await numbers(engine, run, 2)).toEqual([]);
    });

    it("waits for the end of another connection's, and sees what that has done", async () => {
      const { engine, run, database } = await withTable(make);
      const second = await database.engine();
      const other = await startRunning(second);
      const add = (sql: Parameters<TransactRequest["body"]>[0]) =>
        sql`INSERT INTO mine SELECT coalesce(max(n), 0) + 1 FROM mine`;
      await Promise.all([
        transact(engine, run, { body: add }),
        transact(second, other, { body: add, write: () => writes(second, other, { entries: [newEntry(1)] }) }),
      ]);
      expect(await numbers(engine, run, 3)).toEqual([1, 2]);
    });
  });
}

const unreachable = () => expect.unreachable("the body was called");

/** A run of one entry, and a table of the user's own. */
async function withTable(make: MakeProvider) {
  const database = newDatabase(make);
  const engine = await database.engine();
  const run = await startRunning(engine);
  const body: TransactRequest["body"] = (sql) => sql`CREATE TABLE mine (n INTEGER)`;
  await transact(engine, run, { body, write: () => writes(engine, run, { entries: [newEntry(1)] }) });
  return { engine, run, database };
}

function transact(engine: Engine, run: RunRow, parts: Partial<TransactRequest>): Promise<TransactOutcome> {
  const { store, worker } = engine;
  assert(store.transact !== undefined, "this contract is for stores with transactions");
  const nothing = {
    body: () => undefined,
    write: () => writes(engine, run, { entries: [newEntry(2)] }),
    landed: () => {},
  };
  return store.transact({ worker, run: run.key, claim: run.claim, step: "t", ...nothing, ...parts });
}

function writes({ worker }: Engine, run: RunRow, parts: Parameters<typeof writeOf>[1]): Batch {
  return newBatch(worker, { writes: [writeOf(run, parts)] });
}

/** What the table holds. @param seq of the entry that the looking takes */
async function numbers(engine: Engine, run: RunRow, seq: number): Promise<unknown[]> {
  let found: unknown[] = [];
  await transact(engine, run, {
    body: async (sql) => {
      found = (await sql`SELECT n FROM mine ORDER BY n`).map(({ n }) => n);
    },
    write: () => writes(engine, run, { entries: [newEntry(seq)] }),
  });
  return found;
}
