import { describe, expect, it } from "vitest";
import type { SendRow } from "../port.ts";
import {
  change,
  claim,
  claimResult,
  type MakeProvider,
  newBatch,
  newDatabase,
  newEntry,
  only,
  registerIn,
  reread,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";

const note = (to: string, parts: Partial<SendRow> = {}): SendRow => ({
  to,
  name: "signal~a",
  payload: "1",
  dedup: undefined,
  ...parts,
});

export function inboxContract(make: MakeProvider): void {
  describe("inbox", () => {
    it("keeps messages in the order of arrival until the run takes them, with the entry that says so", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const sends = [note(run.id), note(run.id, { name: "signal~b", payload: "2" })];
      const { delivered, sends: outcomes } = await engine.store.commit(newBatch(engine.worker, { sends }));
      expect(outcomes).toEqual(sends.map(() => ({ sent: true, run: run.key, repeated: false })));
      expect(delivered.map(({ message }) => message.payload)).toEqual(["1", "2"]);
      const [first, second] = await engine.store.inbox(run.key);
      await write(engine, run, { entries: [newEntry(1)], consumed: [second?.position ?? 0] });
      expect(await engine.store.inbox(run.key)).toEqual([first]);
    });

    it("wakes a run that waits, and a claim brings what was not taken", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "park", wakeAt: undefined, why: "waits", seen: 0 });
      await engine.store.commit(newBatch(undefined, { sends: [note(run.id)] }));
      expect((await reread(engine.store, run)).status).toBe("pending");
      const claimed = only(await claim(engine));
      expect(claimed.inbox.map(({ name, payload }) => [name, payload])).toEqual([["signal~a", "1"]]);
    });

    it("is sent, and the run that it wakes is claimed, in one batch", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "park", wakeAt: undefined, why: "waits", seen: 0 });
      const wanted = { limit: 1, workflows: ["order"], queues: ["default"], build: "1", suspects: "any" as const };
      const result = await engine.store.commit(newBatch(engine.worker, { sends: [note(run.id)], claim: wanted }));
      expect(only(result.claimed).inbox).toHaveLength(1);
    });

    it("lets a run park only past messages that its worker has seen", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.commit(newBatch(undefined, { sends: [note(run.id)] }));
      const { position } = only(await engine.store.inbox(run.key));
      await change(engine, run, { event: "park", wakeAt: undefined, why: "waits", seen: position - 1 });
      expect((await reread(engine.store, run)).status).toBe("pending");
      const again = only(await claim(engine)).row;
      await change(engine, again, { event: "park", wakeAt: undefined, why: "waits", seen: position });
      expect((await reread(engine.store, run)).status).toBe("waiting");
    });

    it("tells the worker that executes the run, once for several messages", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.commit(newBatch(undefined, { sends: [note(run.id), note(run.id)] }));
      expect(await engine.store.notices(engine.worker)).toMatchObject([{ run: run.key, kind: "inbox" }]);
    });

    it("tells the worker, with its own next message, also of one that it was only noticed of", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.commit(newBatch(undefined, { sends: [note(run.id)] }));
      const sends = [note(run.id, { payload: "2" })];
      const { delivered } = await engine.store.commit(newBatch(engine.worker, { sends }));
      expect(delivered.map(({ message }) => message.payload)).toEqual(["1", "2"]);
    });

    it("counts only the first message of a key, taken or not", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const keyed = note(run.id, { dedup: "k" });
      const send = () => engine.store.commit(newBatch(undefined, { sends: [keyed] }));
      await send();
      expect(only((await send()).sends)).toMatchObject({ sent: true, repeated: true });
      const { position } = only(await engine.store.inbox(run.key));
      await write(engine, run, { entries: [newEntry(1)], consumed: [position] });
      expect(only((await send()).sends)).toMatchObject({ repeated: true });
      expect(await engine.store.inbox(run.key)).toEqual([]);
    });

    it("refuses messages to runs that are unknown or finished", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await change(engine, run, { event: "complete", output: "1" });
      const { sends } = await engine.store.commit(newBatch(undefined, { sends: [note("nobody"), note(run.id)] }));
      expect(sends).toEqual([
        { sent: false, problem: "unknown" },
        { sent: false, problem: "finished", status: "completed" },
      ]);
    });

    it("sends what a run's write sends, and drops what it sends to one that is over", async () => {
      const engine = await newDatabase(make).engine();
      const [from, to] = [await startRunning(engine), await startPending(engine.store)];
      const { lost } = await write(engine, from, { entries: [newEntry(1)], sends: [note(to.id), note("nobody")] });
      expect(lost).toEqual([]);
      expect(await engine.store.inbox(to.key)).toHaveLength(1);
    });

    it("S3: a writer that has lost its run neither takes nor sends", async () => {
      const database = newDatabase(make);
      const engine = await database.engine();
      const run = await startRunning(engine);
      await engine.store.commit(newBatch(undefined, { sends: [note(run.id)] }));
      const { position } = only(await engine.store.inbox(run.key));
      const lost = { ...run, claim: run.claim + 1 };
      const parts = { entries: [newEntry(1)], consumed: [position], sends: [note(run.id)] };
      expect((await write(engine, lost, parts)).lost).toEqual([run.key]);
      expect(await engine.store.inbox(run.key)).toHaveLength(1);
    });

    it("S6: recover tells what was sent, and what waits for the worker's runs", async () => {
      const database = newDatabase(make);
      const engine = await database.engine();
      const run = await startRunning(engine);
      const batch = newBatch(engine.worker, { sends: [note(run.id)] });
      const { sends, delivered } = await engine.store.commit(batch);
      expect(await (await database.open()).recover(batch)).toMatchObject({ sends, delivered });
    });

    it("for one generation does not reach the next", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const send = () => engine.store.commit(newBatch(undefined, { sends: [note(run.id, { onlyTo: run.key })] }));
      expect(only((await send()).sends)).toMatchObject({ sent: true, run: run.key });
      await change(engine, run, { event: "fail", error: '"x"', why: "x" });
      expect(only((await send()).sends)).toMatchObject({ problem: "finished" });
      await engine.store.nextGeneration(run.key, { entries: [], seed: run.seed }, t0);
      expect(only((await send()).sends)).toEqual({ sent: false, problem: "gone-on" });
    });

    it("goes over to the next generation", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.commit(newBatch(undefined, { sends: [note(run.id, { dedup: "k" })] }));
      await change(engine, run, { event: "fail", error: '"x"', why: "x" });
      const next = await engine.store.nextGeneration(run.key, { entries: [], seed: run.seed }, t0);
      expect(await engine.store.inbox(next.key)).toHaveLength(1);
      const again = await engine.store.commit(newBatch(undefined, { sends: [note(run.id, { dedup: "k" })] }));
      expect(only(again.sends)).toMatchObject({ run: next.key, repeated: true });
    });

    it("tells whoever asks for the end of a run that is not there", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      const parts = { awaits: [{ child: "gone", op: "result~a" }] };
      const { delivered } = await write(engine, run, parts);
      const { name, payload } = only(delivered).message;
      expect([name, JSON.parse(payload)]).toMatchObject([
        "child~result~a",
        { id: "gone", problem: "unknown-run", namespace: "default" },
      ]);
      expect((await write(engine, run, parts)).delivered).toEqual([]);
    });

    it("tells whoever would wait for itself, and lets those wait who no longer would", async () => {
      const engine = await newDatabase(make).engine();
      const [one, two] = [await startRunning(engine), await startRunning(engine)];
      const awaits = (child: string) => ({ awaits: [{ child, op: "result~a" }] });
      expect((await write(engine, one, awaits(two.id))).delivered).toEqual([]);
      const { delivered } = await write(engine, two, awaits(one.id));
      const told = JSON.parse(only(delivered).message.payload);
      expect(told).toMatchObject({ problem: "call-cycle", chain: [two.id, one.id, two.id] });
      await write(engine, one, { givenUp: [{ op: "result~a", cancels: false }] });
      expect((await write(engine, two, { awaits: [{ child: one.id, op: "result~b" }] })).delivered).toEqual([]);
    });

    it("a worker that was fenced sends nothing", async () => {
      const engine = await newDatabase(make).engine();
      const run = await startPending(engine.store);
      const other = await registerIn(engine.store);
      await engine.store.reap([{ key: other }], t0);
      const sent = engine.store.commit(newBatch(other, { sends: [note(run.id)] }));
      await expect(sent).rejects.toMatchObject({ code: "worker-fenced" });
      expect((await claimResult(engine)).claimed[0]?.inbox).toEqual([]);
    });
  });
}
