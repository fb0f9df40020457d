import { describe, expect, it } from "vitest";
import { change, type Engine, newEntry, startPending, startRunning, t0, write } from "../contract/bench.ts";
import { sharing } from "../contract/sharing-bench.ts";
import { broken, ofDone } from "./test-broken-store.ts";

// Whoever waits for something that is not stored any more would wait for ever: inspecting the store finds it.

describe("inspecting what waits", () => {
  it("finds a run that waits for a child which will not tell it, but for one that was given up", async () => {
    const found = await broken("DELETE FROM awaits", async (engine) => {
      const parent = await startRunning(engine, { id: "parent" });
      const started = (seq: number, child: string) =>
        newEntry(seq, { kind: "child-started", op: `call~${child}`, value: `"${child}"` });
      const lineage = { parent: "parent", root: "parent", detached: false };
      const park = { event: "park", wakeAt: undefined, why: "waits", seen: 0 } as const;
      for (const id of ["one", "two"]) await startPending(engine.store, { id, lineage });
      await startPending(engine.store, { id: "other" });
      const late = await startRunning(engine, { id: "late", lineage });
      const soon = await startRunning(engine, { id: "soon", lineage });
      for (const { key } of [late, soon]) await engine.store.control(key, { kind: "cancel", reason: "" }, t0);
      await change(engine, soon, { event: "complete", output: "1" });
      const entries = ["one", "two", "late", "soon", "other"].map((child, at) => started(at + 1, child));
      await write(engine, parent, { entries, awaits: [{ child: "one", op: "call~one" }], change: park });
    });
    expect(found).toEqual([
      'row parent: it waits for run "one", which is pending, and will not be told of its end (position 5)',
      'row parent: it waits for run "two", which is pending, and will not be told of its end (position 5)',
    ]);
  });

  const waitsFor = (why: string, wakeAt?: number) => async (engine: Engine) => {
    const run = await startRunning(engine, { id: "w" });
    await change(engine, run, { event: "park", wakeAt, why, seen: 0 });
  };
  const later = t0 + 1_000_000_000_000;

  it.each([
    [
      "UPDATE runs SET due_at = NULL WHERE id = 'w'",
      "sleep",
      later,
      /^row w: it is to wake at 2057-.*, and no claim will find it$/,
    ],
    [
      "UPDATE runs SET due_at = NULL, wake_at = NULL WHERE id = 'w'",
      "sleep",
      later,
      /^row w: it waits for sleep "x", and nothing will wake it$/,
    ],
    ["", "step", undefined, /^row w: it waits for step "x", and nothing will wake it$/],
    ["", "approval", undefined, /^row w: it waits for approval "x", and no list has that question$/],
  ] as const)("%s, of one that waits for a %s", async (sql, what, wakeAt, expected) => {
    expect(await broken(sql, waitsFor(`waits for ${what} "x"`, wakeAt))).toEqual([expect.stringMatching(expected)]);
    expect(await broken("", waitsFor(`waits for ${what} "x"`, later))).toEqual(
      what === "approval" ? [expect.anything()] : [],
    );
  });

  it("finds a run that stands in a line which does not have it", async () => {
    const found = await broken("DELETE FROM needs WHERE line = 1", async ({ store, worker }) => {
      await startRunning({ store, worker }, { id: "first", ...sharing() });
      await startPending(store, { id: "next", ...sharing() });
    });
    expect(found).toEqual(["row next: it stands in line for workflow:order, and that line does not have it"]);
  });

  it("finds a question of a run that is over", async () => {
    const found = await broken(`UPDATE asks SET run = ${ofDone}`, async (engine) => {
      const run = await startRunning(engine, { id: "asks" });
      const opening = {
        op: "ask~a",
        kind: "ask",
        askedAt: t0,
        dueAt: undefined,
        assignees: [],
        shown: "1",
        problem: undefined,
      } as const;
      await write(engine, run, { openings: [{ do: "open", opening }] });
    });
    expect(found).toEqual(['row done: it is over, and its question "ask~a" is still listed']);
  });
});
