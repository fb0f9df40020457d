import { describe, expect, test } from "vitest";
import type { Entry, EntryKind } from "../model/entry.ts";
import { type Asked, Cursor } from "./cursor.ts";
import { Divergence } from "./divergence.ts";

function journal(...ops: readonly (string | [EntryKind, string])[]): Entry[] {
  return ops.map((op, index) => {
    const [kind, id] = typeof op === "string" ? (["step", op] as const) : op;
    return { seq: index + 1, kind, op: id, at: 0, attempt: 1, value: undefined };
  });
}

function asking(cursor: Cursor<Asked>, ...ids: string[]): Asked[] {
  return ids.map((id) => {
    const operation = { id, cancelled: false, shielded: false, line: `/code.ts:${id.length}:1` };
    cursor.ask(operation);
    return operation;
  });
}

/** What the cursor throws, in words. */
function difference(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Divergence) return error.toError().message;
    throw error;
  }
  return "none";
}

describe("entries", () => {
  test("are taken in journal order, each answering the operation of its id, recorded and live alike", () => {
    const cursor = new Cursor<Asked>(journal("b"));
    asking(cursor, "a", "b");
    cursor.append({ ...(journal("a")[0] as Entry), seq: 2 });
    expect([cursor.replaying, cursor.waiting, cursor.open]).toEqual([true, 2, 2]);
    expect(cursor.take()?.answers?.id).toBe("b");
    expect([cursor.replaying, cursor.waiting, cursor.open]).toEqual([false, 1, 1]);
    expect(cursor.take()?.answers?.id).toBe("a");
    expect([cursor.open, cursor.pending.size, cursor.take()]).toEqual([0, 0, undefined]);
  });

  test("that come when all before them were taken are taken too, and no journal that was given grows by them", () => {
    const recorded = journal("a");
    const cursor = new Cursor<Asked>(recorded);
    asking(cursor, "a", "b", "c");
    const [, b, c] = journal("a", "b", "c") as [Entry, Entry, Entry];
    cursor.append(b);
    expect([recorded.length, cursor.take()?.entry.op, cursor.take()?.entry.op]).toEqual([1, "a", "b"]);
    cursor.append(c);
    expect([cursor.waiting, cursor.take()?.entry.op, cursor.waiting]).toEqual([1, "c", 0]);
  });

  test("of an attempt leave the operation waiting", () => {
    const cursor = new Cursor<Asked>(journal(["attempt", "a"], ["step-failed", "a"]));
    const [a] = asking(cursor, "a");
    expect(cursor.take()?.answers).toBe(a);
    expect(cursor.waitsFor(a as Asked)).toBe(true);
    expect(cursor.take()?.answers).toBe(a);
    expect(cursor.waitsFor(a as Asked)).toBe(false);
  });

  test("of an operation that was given up are passed over", () => {
    const cursor = new Cursor<Asked>(journal("a", "b"));
    const [a, b] = asking(cursor, "a", "b") as [Asked, Asked];
    cursor.giveUp(a);
    cursor.giveUp(a);
    expect(cursor.open).toBe(1);
    expect(cursor.take()?.answers).toBeUndefined();
    expect(cursor.take()?.answers).toBe(b);
    expect(cursor.open).toBe(0);
  });

  test("from outside answer nobody", () => {
    const cursor = new Cursor<Asked>(journal(["cancel", ""], ["timeout", ""]));
    expect([cursor.take()?.answers, cursor.take()?.answers]).toEqual([undefined, undefined]);
  });

  test("that an earlier generation kept are given once, when they are asked for", () => {
    const cursor = new Cursor<Asked>(journal(["kept", "a"]));
    expect(cursor.takeKept("a")).toBeUndefined();
    cursor.take();
    expect(cursor.takeKept("a")?.op).toBe("a");
    expect(cursor.takeKept("a")).toBeUndefined();
  });
});

describe("what the code did at once", () => {
  test("is found by its id, once, and must have been done when its turn comes", () => {
    const cursor = new Cursor<Asked>(journal(["set", "set~set"], ["set", "set~set#2"]));
    expect(cursor.issue("set~set")?.seq).toBe(1);
    expect(cursor.issue("set~set")).toBeUndefined();
    expect(cursor.take()?.answers).toBeUndefined();
    expect(difference(() => cursor.take())).toBe('code expects nothing, journal has set "set#2" at 2');
  });
});

describe("a divergence", () => {
  test("is an entry whose operation was not asked for: it names position, both sides and the line", () => {
    const cursor = new Cursor<Asked>(journal("a", "charge"));
    asking(cursor, "a", "refund");
    cursor.take();
    expect(difference(() => cursor.take())).toBe(
      'code expects step "refund", journal has step "charge" at 2 (/code.ts:6:1)',
    );
  });

  test("names three of what the code waits for, and how many more", () => {
    const cursor = new Cursor<Asked>(journal("x"));
    asking(cursor, "a", "sleep~b", "c", "d", "e");
    expect(difference(() => cursor.take())).toContain('step "a", sleep "b", step "c" and 2 more');
  });

  test("is an entry that is left when the code ends", () => {
    const cursor = new Cursor<Asked>(journal("a", "b"));
    asking(cursor, "a");
    cursor.take();
    expect(cursor.leftOver()?.toError().message).toBe(
      'code expects nothing more (the workflow function has ended), journal has step "b" at 2',
    );
  });

  test("is not the answer of an operation that the code asked for and did not wait for", () => {
    const cursor = new Cursor<Asked>(journal("winner", "loser", ["set", "set~set"], ["cancel", ""], ["kept", "k"]));
    asking(cursor, "winner", "loser");
    cursor.issue("set~set");
    cursor.take();
    expect(cursor.leftOver()).toBeUndefined();
  });
});
