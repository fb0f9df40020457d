import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RunHandle } from "../engine/handle.ts";
import type { Internals } from "../engine/internals.ts";
import { openInternals } from "../engine/open.ts";
import { checkOpenOptions } from "../engine/open-options.ts";
import { startRow } from "../engine/start-options.ts";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { RunRow } from "../store/port.ts";
import { child } from "./dealing-programs.ts";
import { execute, type Program, programs } from "./programs.ts";
import { replayPrefix, shapeOf } from "./replay-again.ts";

// Generated programs live and replayed from every prefix of their journals (invariants 4, 6, 11, 12).

const counts = new Map<string, number>();
const effects = { count: (key: string) => void counts.set(key, (counts.get(key) ?? 0) + 1) };
const generated = workflow("generated", async (wf, program: Program) => await execute(wf, program, effects));

/** It always fails in the end, so that everything that was registered is undone. */
const undone = workflow("undone", async (wf, program: Program) => {
  const seen = await execute(wf, program, effects);
  throw new RangeError(seen.join());
});

/** However few are generated: messages, children and undoing are among them. */
const dealt = ["signal", "timer", "sent", "started", "child-started", "child"];
const dialogue: [Program][] = [
  [
    {
      is: "seq",
      parts: [
        { is: "undo", name: "a", failures: 1 },
        { is: "tell", name: "a" },
        {
          is: "all",
          parts: [
            { is: "receive", name: "a", withinMs: 1_000 },
            { is: "call", name: "a" },
          ],
        },
        { is: "startChild", name: "b" },
        { is: "undo", name: "b", failures: 0 },
        { is: "receive", name: "b", withinMs: 0 },
      ],
    },
  ],
];

const programsTried = Number(process.env.STEPWELL_PROGRAMS ?? 150);
const codec = encryption({ keys: { k: new Uint8Array(32).fill(9) }, current: "k" });

describe.each([
  { values: "values as they are", flow: generated, options: {}, runs: programsTried },
  { values: "encrypted values", flow: generated, options: { codec }, runs: Math.ceil(programsTried / 5) },
  { values: "an end that is undone", flow: undone, options: {}, runs: Math.ceil(programsTried / 3) },
])("a generated program with $values", ({ flow, options, runs }) => {
  let engine: Internals;
  beforeAll(async () => {
    engine = await openInternals(checkOpenOptions({ store: memory(), workflows: [flow, child], ...options }));
  });
  const recorded = new Set<string>();
  const outcomeOf = (row: RunRow | undefined): unknown => {
    const text = row?.output ?? row?.error;
    return [row?.status, text && engine.decode(text)];
  };
  afterAll(() => engine.close(0));

  const start = async (program: Program): Promise<RunHandle<string[]>> => {
    const row = await startRow(
      flow,
      { input: program, options: {} },
      { host: engine.settings.host, encode: engine.encode },
    );
    await engine.worker.requests.start(row);
    return new RunHandle(engine, row.id);
  };
  const ended = async (handle: RunHandle<unknown>): Promise<void> => {
    const outcome = handle.result({ timeout: "20 s", rejectOn: ["blocked"] });
    if (flow === generated) await outcome;
    else await expect(outcome).rejects.toMatchObject({ code: "run-failed" });
  };
  const goOnFrom = async (id: string, length: number): Promise<RunRow> => {
    const row = await replayPrefix(engine.store, id, length);
    await engine.worker.lookAround();
    await ended(new RunHandle(engine, id));
    return row;
  };

  it("takes the same path on replay of any prefix of its journal", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(programs, async (program) => {
        const { store } = engine;
        const handle = await start(program);
        await ended(handle);
        const first = await store.find(handle.id);
        if (first === undefined) throw new TypeError("gone");
        const live = outcomeOf(first);
        const journal = await store.journal(first.key, 0, 100_000);
        for (const { kind, op } of journal) recorded.add(op.startsWith("compensate/") ? "undone" : kind);
        expect(journal.map((entry) => entry.seq)).toEqual(journal.map((_, index) => index + 1));

        for (let length = journal.length; length >= 0; length--) {
          counts.clear();
          const row = await goOnFrom(handle.id, length);
          const again = await store.get(row.key);
          const entries = await store.journal(row.key, 0, 100_000);
          expect(shapeOf(entries.slice(0, length))).toEqual(shapeOf(journal.slice(0, length)));
          // Nothing that was recorded is executed again.
          // (Bodies that lost a race in an earlier generation may still end now: those are not of this one.)
          const executed = [...counts].filter(([key]) => key.startsWith(`${row.generation} `));
          for (const [key, count] of executed) expect(count, `${key} after a crash at ${length}`).toBe(1);
          if (length === journal.length) {
            expect(outcomeOf(again)).toEqual(live);
            expect(entries).toHaveLength(journal.length);
            expect(executed).toEqual([]);
          }
        }
        // The last generation ran from nothing: its own whole journal replays to what it saw.
        const last = await store.find(handle.id);
        await goOnFrom(handle.id, Number.MAX_SAFE_INTEGER);
        expect(outcomeOf(await store.find(handle.id))).toEqual(outcomeOf(last));
      }),
      {
        numRuns: runs,
        examples: dialogue,
        interruptAfterTimeLimit: 120_000,
        endOnFailure: process.env.SHRINK === undefined,
      },
    );
    expect([...recorded]).toEqual(expect.arrayContaining(flow === undone ? [...dealt, "undone"] : dealt));
  });
});
