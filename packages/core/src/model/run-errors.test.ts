import { expect, it } from "vitest";
import { failure } from "./errors.ts";
import {
  afterUndoing,
  briefError,
  childRunFailed,
  givenUpByPerson,
  messageOf,
  notSent,
  notStarted,
  RunCancelled,
  RunTimedOut,
  runCancelled,
  runFailed,
  runTimedOut,
  stepFailed,
} from "./run-errors.ts";

const refund = { name: "refund", step: "compensate/refund", cause: new Error("no money left") };

it("a failed step tells its name, its attempts and why", () => {
  const cause = new Error("card declined\nsee log");
  const error = stepFailed("charge", 3, cause);
  expect(error).toMatchObject({ name: "StepFailed", code: "step-failed", step: "charge", attempts: 3 });
  expect(error.cause).toBe(cause);
  expect(error.message).toBe('step "charge" failed after 3 attempts: card declined');
});

it("a step that a person has failed says so", () => {
  const error = givenUpByPerson("charge", 2, "the customer called");
  expect(error.cause).toMatchObject({ code: "step-given-up" });
  expect(error.message).toContain('a person has failed step "charge": the customer called');
});

it("a failed run has its cause, and the compensations that failed", () => {
  const cause = new Error("card declined");
  const parts = { id: "order-1", workflow: "order", cause };
  expect(runFailed(parts)).toMatchObject({ name: "RunFailed", code: "run-failed", cause, compensationErrors: [] });
  expect(runFailed({ ...parts, compensationErrors: [] }).facts).not.toHaveProperty("compensationErrors");
  const undone = runFailed({ ...parts, compensationErrors: [refund] });
  expect(undone.compensationErrors).toEqual([refund]);
  expect(undone.message).toMatch(/card declined.*refund/su);
});

it("a cancelled run that had nothing to undo is told of as it was", () => {
  const cancelled = runCancelled("order-1", "too late");
  expect(cancelled.message).toBe('run "order-1" was cancelled: too late');
  expect(afterUndoing(cancelled, {})).toBe(cancelled);
  expect(afterUndoing(cancelled, { compensationErrors: [] })).toBe(cancelled);
});

it("once it was undone it tells what came of that", () => {
  const cause = new Error("card declined");
  const cancelled = afterUndoing(runCancelled("order-1", "too late"), { cause, compensationErrors: [refund] });
  expect(cancelled).toBeInstanceOf(RunCancelled);
  expect(cancelled).toMatchObject({ code: "run-cancelled", cause, compensationErrors: [refund] });
  expect(cancelled.message).toMatch(/order-1.*too late.*refund/su);
  const late = afterUndoing(runTimedOut("order-1", 50), { compensationErrors: [refund] });
  expect(late).toBeInstanceOf(RunTimedOut);
  expect(late).toMatchObject({ code: "run-timed-out", compensationErrors: [refund] });
  expect(late.message).toMatch(/50 ms.*refund/su);
  expect(afterUndoing(runTimedOut("order-1", 50), { cause })).toMatchObject({ cause, compensationErrors: [] });
});

it("a child that ended badly tells which, and how", () => {
  const cause = new Error("no stock");
  const end = { child: "order-1~pack", workflow: "pack", status: "timed_out", cause: "no stock", op: "call~pack" };
  expect(childRunFailed(end, cause)).toMatchObject({ child: "order-1~pack", status: "timed_out", cause });
  expect(childRunFailed({ ...end, status: "cancelled" }, cause).message).toMatch(/was cancelled/u);
});

it("a message to nobody and one to a run that is over are different errors", () => {
  expect(notSent({ to: "a", status: undefined, namespace: "n" })).toMatchObject({ code: "unknown-run" });
  const over = notSent({ to: "a", status: "completed", namespace: "n" });
  expect(over).toMatchObject({ code: "run-finished", facts: { id: "a", status: "completed" } });
});

it.each([
  ["other-workflow", 'and is one of workflow "order"'],
  ["other-input", "with another input"],
  ["unreadable-input", "cannot be read"],
  ["exists", "onExisting: reject"],
  ["not-finished", "is still waiting"],
  ["begun-anew", "another start has begun it anew"],
  ["something-new", "something-new"],
])("a start that meets a run says why it is not the same: %s", (problem, text) => {
  const error = notStarted({ id: "a", workflow: "order", status: "waiting", problem });
  expect(error).toMatchObject({ code: "run-exists" });
  expect(error.message).toContain(text);
});

it("what was thrown is told in one line", () => {
  expect(messageOf(new Error("first\nsecond"))).toBe("first");
  expect(messageOf("plain")).toBe("plain");
  expect(messageOf(undefined)).toBe("undefined");
  expect(messageOf(new TypeError(""))).toBe("TypeError");
  expect(messageOf(Object.create(null))).toBe("(object that has no text)");
});

it("a long line is cut, and says so", () => {
  expect(messageOf("x".repeat(4_000))).toBe("x".repeat(4_000));
  expect(messageOf("x".repeat(4_001))).toBe(`${"x".repeat(4_000)}…`);
});

it("of an error that cannot be kept its name, code and beginnings are", () => {
  const error = Object.assign(new Error("x".repeat(5_000)), { name: "CardError", code: "E7", big: () => {} });
  const brief = briefError(error, failure("unknown-run", { id: "a", namespace: "n" })) as Error & { code: string };
  expect(brief).toMatchObject({ name: "CardError", code: "E7" });
  expect(brief).not.toHaveProperty("big");
  expect(brief.message).toMatch(/^x{4000} \(shortened: .*"a".*\)$/su);
  expect(brief.stack?.length).toBeLessThanOrEqual(4_000);
  expect(briefError(Object.assign(new Error("a"), { code: 7 }), "full")).toMatchObject({ code: 7 });
});

it("a code that is neither text nor number is left out, and so is all of what is no error", () => {
  expect(briefError(Object.assign(new Error("a"), { code: {} }), "full")).not.toHaveProperty("code");
  const brief = briefError("plain", "full");
  expect([brief.name, brief.message]).toEqual(["TypeError", "plain (shortened: full)"]);
});
