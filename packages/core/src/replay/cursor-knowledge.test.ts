import { describe, expect, test } from "vitest";
import type { Entry, EntryKind } from "../model/entry.ts";
import { type Asked, Cursor } from "./cursor.ts";

// What the code knows of a journal while it is replayed, and what is left of it when the code has ended.

function entry(seq: number, kind: EntryKind, op: string): Entry {
  return { seq, kind, op, at: 0, attempt: 1, value: undefined };
}

function asking(cursor: Cursor<Asked>, id: string, renew?: (at: number) => void): void {
  cursor.ask({ id, cancelled: false, shielded: false, line: "", ...(renew && { renew }) });
}

describe("while it is replayed the code knows", () => {
  test("what it was told, and not what comes", () => {
    const cursor = new Cursor<Asked>([entry(1, "step", "a"), entry(2, "step", "b"), entry(3, "step", "c")]);
    for (const id of ["a", "b", "c"]) asking(cursor, id);
    expect([0, 1].map((position) => cursor.knows(position))).toEqual([true, false]);
    cursor.take();
    expect([1, 2, 3].map((position) => cursor.knows(position))).toEqual([true, false, false]);
  });

  test("what it has done itself, however far it was told", () => {
    const cursor = new Cursor<Asked>([entry(1, "step", "a"), entry(2, "set", "set~x"), entry(3, "set", "set~y")]);
    expect([2, 3].map((position) => cursor.knows(position))).toEqual([false, false]);
    cursor.issue("set~x");
    expect([1, 2, 3].map((position) => cursor.knows(position))).toEqual([false, true, false]);
  });

  test("nothing of what the journal does not have yet; and all of it once everything was delivered", () => {
    const cursor = new Cursor<Asked>([entry(1, "step", "a")]);
    asking(cursor, "a");
    expect(cursor.knows(2)).toBe(false);
    cursor.take();
    expect([1, 2].map((position) => cursor.knows(position))).toEqual([true, true]);
  });
});

test("the code retraces its steps until nothing is left but how its generation began", () => {
  const [step, retry, forked] = [entry(1, "step", "a"), entry(2, "retry", ""), entry(3, "forked", "")];
  const cursor = new Cursor<Asked>([step, retry, forked]);
  asking(cursor, "a");
  expect(cursor.retracing).toBe(true);
  cursor.take();
  expect([cursor.replaying, cursor.retracing]).toEqual([true, false]);
  expect(new Cursor<Asked>([retry]).retracing).toBe(false);
  expect(new Cursor<Asked>([retry, entry(3, "set", "set~x")]).retracing).toBe(true);
});

test("what was asked for and has a time limit begins it anew, nothing else does", () => {
  const cursor = new Cursor<Asked>([]);
  const renewed: unknown[] = [];
  asking(cursor, "endless");
  asking(cursor, "limited", (at) => renewed.push(at));
  for (const at of [1, 2]) cursor.renew(at);
  expect(renewed).toEqual([1, 2]);
});

describe("when the code has ended", () => {
  test("an entry that joined while it executed is left to nobody", () => {
    const cursor = new Cursor<Asked>([entry(1, "step", "a")]);
    asking(cursor, "a");
    cursor.append(entry(2, "signal", "receive~late"));
    expect(cursor.leftOver()).toBeUndefined();
    cursor.take();
    expect(cursor.leftOver()).toBeUndefined();
  });

  test.each<[EntryKind, string]>([
    ["set", "set~x"],
    ["step", "b"],
  ])("a recorded %s that it did not come by is left, and what was taken before is not", (kind, op) => {
    const cursor = new Cursor<Asked>([entry(1, "step", "a"), entry(2, kind, op)]);
    asking(cursor, "a");
    cursor.take();
    expect(cursor.leftOver()?.facts).toEqual({ entry: entry(2, kind, op), asked: [], ended: true });
  });

  test("of several that are left the first is named", () => {
    const cursor = new Cursor<Asked>([entry(1, "step", "a"), entry(2, "step", "b"), entry(3, "step", "c")]);
    asking(cursor, "a");
    expect(cursor.leftOver()?.facts.entry.seq).toBe(2);
  });
});
