import { expect, it } from "vitest";
import { failure, isFailure, StepwellError } from "./errors.ts";

it("an error has its code, message, cure, page and facts", () => {
  const cause = new Error("below");
  const error = failure("unknown-run", { id: "a", namespace: "n" }, cause);
  expect(error).toBeInstanceOf(StepwellError);
  expect(error).toMatchObject({
    name: "StepwellError",
    code: "unknown-run",
    docs: "docs/errors.md#unknown-run",
    cause,
  });
  expect(error.message).toContain('"a"');
  expect(error.hint).not.toBe("");
  expect(error.facts).toEqual({ id: "a", namespace: "n" });
});

it("an error without a cause has none, not one that is undefined", () => {
  expect(failure("unknown-run", { id: "a", namespace: "n" })).not.toHaveProperty("cause");
  expect(new StepwellError({ code: "x", message: "m", hint: "h" }).facts).toEqual({});
});

it("a text of any length is repeated up to 4,000 characters, in message and facts alike", () => {
  const whole = "x".repeat(4_000);
  expect(failure("unknown-run", { id: whole, namespace: "n" }).facts.id).toBe(whole);
  const error = failure("unknown-run", { id: `${whole}y`, namespace: "n" });
  expect(error.facts).toEqual({ id: `${whole}…`, namespace: "n" });
  expect(error.message).toContain(`${whole}…`);
  expect(error.message).not.toContain("y".repeat(2));
});

it("of a list of any length the first hundred are repeated", () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => `limit-${n}`);
  const factsOf = (known: readonly string[]) => failure("unknown-limit", { name: "a", nearest: "", known }).facts;
  expect(factsOf(names(100)).known).toEqual(names(100));
  expect(factsOf(names(101)).known).toEqual(names(100));
  expect(factsOf(["b", "x".repeat(4_001)]).known).toEqual(["b", `${"x".repeat(4_000)}…`]);
});

it("is known by its code in any copy of the package, and never by that alone", () => {
  const error = failure("unknown-run", { id: "a", namespace: "n" });
  expect(isFailure(error, "unknown-run")).toBe(true);
  expect(isFailure(error, "run-exists")).toBe(false);
  expect(isFailure(Object.assign(new Error("a"), { code: "unknown-run", hint: "b" }), "unknown-run")).toBe(true);
  expect(isFailure(Object.assign(new Error("a"), { code: "unknown-run" }), "unknown-run")).toBe(false);
  for (const none of [undefined, null, "unknown-run", { code: "unknown-run", hint: "b" }])
    expect(isFailure(none, "unknown-run")).toBe(false);
});

it("what cannot be read is none of ours, and asking does not throw", () => {
  const error = Object.defineProperty(new Error("a"), "code", {
    get() {
      throw new Error("no code");
    },
  });
  expect(isFailure(error, "unknown-run")).toBe(false);
});
