import { expect, test } from "vitest";
import type { Entry, EntryKind } from "../model/entry.ts";
import { type Asked, Cursor } from "./cursor.ts";
import { Divergence } from "./divergence.ts";

// What each kind of entry means to the code that asked.

type Meaning =
  /** Its operation has come to its end. */
  | "ends it"
  /** Its operation is told, and goes on. */
  | "goes on"
  /** The code did it itself. */
  | "issued"
  /** It concerns the run, and no operation. */
  | "of the run"
  | "kept";

const meanings: Readonly<Record<EntryKind, Meaning>> = {
  step: "ends it",
  "step-data": "ends it",
  "step-failed": "ends it",
  timer: "ends it",
  cached: "ends it",
  "not-cached": "ends it",
  sent: "ends it",
  given: "ends it",
  started: "ends it",
  signal: "ends it",
  answer: "ends it",
  callback: "ends it",
  child: "ends it",
  attempt: "goes on",
  "step-started": "goes on",
  refused: "goes on",
  "child-started": "goes on",
  held: "goes on",
  retried: "goes on",
  set: "issued",
  attributes: "issued",
  title: "issued",
  patched: "issued",
  ask: "issued",
  token: "issued",
  undo: "issued",
  cancel: "of the run",
  timeout: "of the run",
  retry: "of the run",
  forked: "of the run",
  unpinned: "of the run",
  kept: "kept",
};

const all = Object.entries(meanings) as [EntryKind, Meaning][];

function meaning(...wanted: readonly Meaning[]): EntryKind[] {
  return all.filter(([, meant]) => wanted.includes(meant)).map(([kind]) => kind);
}

function entryOf(kind: EntryKind, seq = 1): Entry {
  return { seq, kind, op: "it", at: 0, attempt: 1, value: undefined };
}

function asking(cursor: Cursor<Asked>, id: string): Asked {
  const operation = { id, cancelled: false, shielded: false, line: "" };
  cursor.ask(operation);
  return operation;
}

test.each(meaning("ends it"))("%s: whoever asked has its answer, and waits no more", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  const asked = asking(cursor, "it");
  expect(cursor.take()).toEqual({ entry: entryOf(kind), answers: asked });
  expect([cursor.open, cursor.pending.size, cursor.waitsFor(asked)]).toEqual([0, 0, false]);
});

test.each(meaning("goes on"))("%s: whoever asked is told, and waits on", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  const asked = asking(cursor, "it");
  expect(cursor.take()).toEqual({ entry: entryOf(kind), answers: asked });
  expect([cursor.open, cursor.pending.size, cursor.waitsFor(asked)]).toEqual([1, 1, true]);
});

test.each(meaning("ends it", "goes on"))("%s: is a divergence when nobody asked for it", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  asking(cursor, "another");
  expect(() => cursor.take()).toThrow(Divergence);
});

test.each(meaning("ends it", "goes on"))("%s: is passed over when whoever asked has given it up", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  const asked = asking(cursor, "it");
  cursor.giveUp(asked);
  expect([cursor.waitsFor(asked), cursor.take()?.answers, cursor.open]).toEqual([false, undefined, 0]);
});

test.each(meaning("issued"))("%s: the code has come by it when its turn comes, and is told nothing", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  expect(cursor.issue("it")).toEqual(entryOf(kind));
  expect(cursor.take()).toEqual({ entry: entryOf(kind), answers: undefined });
});

test.each(meaning("issued"))("%s: is a divergence when the code has not come by it", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  expect(() => cursor.take()).toThrow(Divergence);
});

test.each(meaning("of the run", "kept"))("%s: answers nobody, also nobody of that name", (kind) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  const asked = asking(cursor, "it");
  expect(cursor.take()).toEqual({ entry: entryOf(kind), answers: undefined });
  expect([cursor.open, cursor.waitsFor(asked)]).toEqual([1, true]);
});

test.each(all.filter(([, meant]) => meant !== "kept"))("%s is no success of an earlier generation", (kind, meant) => {
  const cursor = new Cursor<Asked>([entryOf(kind)]);
  if (meant === "issued") cursor.issue("it");
  else asking(cursor, "it");
  cursor.take();
  expect(cursor.takeKept("it")).toBeUndefined();
});

test.each(all.filter(([, meant]) => meant !== "issued"))("%s is not what the code does at once", (kind) => {
  expect(new Cursor<Asked>([entryOf(kind)]).issue("it")).toBeUndefined();
});

test("what comes next is what the code will be told: not what it did itself, or what it is never told of", () => {
  const cursor = new Cursor<Asked>([]);
  expect(cursor.next).toBeUndefined();
  const silent = [...meaning("issued", "kept"), "step-started", "retry", "forked", "unpinned"] as EntryKind[];
  for (const [at, kind] of silent.entries()) cursor.append(entryOf(kind, at + 1));
  expect(cursor.next).toBeUndefined();
  const [timer, signal] = [entryOf("timer", silent.length + 1), entryOf("signal", silent.length + 2)];
  cursor.append(timer);
  cursor.append(signal);
  expect(cursor.next).toBe(timer);
});

test("what was taken does not come next", () => {
  const cursor = new Cursor<Asked>([entryOf("timer"), entryOf("signal", 2)]);
  asking(cursor, "it");
  cursor.take();
  expect(cursor.next).toEqual(entryOf("signal", 2));
});
