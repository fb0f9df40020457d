import { expect, it } from "vitest";
import type { Entry } from "../model/entry.ts";
import { Divergence, type DivergenceFacts, describeOperation, describeTurn } from "./divergence.ts";

const entry: Entry = { seq: 3, kind: "step", op: "charge", at: 0, attempt: 1, value: "1" };

function factsOf(facts: Partial<DivergenceFacts>): Readonly<Record<string, unknown>> {
  return new Divergence({ entry, asked: [], ended: false, ...facts }).toError().facts;
}

it("an operation is called what people call it", () => {
  const ids = ["charge", "a/b#2", "sleep~nap", "receive~paid", "ask~a/ok", "set~total", "~odd"];
  expect(ids.map(describeOperation)).toEqual([
    'step "charge"',
    'step "a/b#2"',
    'sleep "nap"',
    'signal "paid"',
    'approval "a/ok"',
    'set "total"',
    ' "odd"',
  ]);
});

it("what a run was told last is an operation, a request from outside, or nothing yet", () => {
  expect(describeTurn(undefined)).toBe("the start");
  expect(describeTurn(entry)).toBe('step "charge"');
  expect(describeTurn({ ...entry, kind: "cancel", op: "" })).toBe("cancel");
});

it("a difference says what the journal has, and where", () => {
  expect(factsOf({})).toMatchObject({ position: 3, expected: 'step "charge"', found: "nothing", line: "" });
  expect(factsOf({ ended: true }).found).toBe("nothing more (the workflow function has ended)");
});

it("a difference names the first three that the code asks for, and the first line that is known", () => {
  const asked = ["a", "b", "c"].map((id, n) => ({ id, line: n === 0 ? "" : `flow.ts:${n}` }));
  expect(factsOf({ asked })).toMatchObject({ found: 'step "a", step "b", step "c"', line: "flow.ts:1" });
  expect(factsOf({ asked: [...asked, { id: "d", line: "" }] }).found).toBe('step "a", step "b", step "c" and 1 more');
});
