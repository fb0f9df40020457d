import { expect, it } from "vitest";
import { caught } from "./caught.ts";
import { failure, StepwellError } from "./errors.ts";

function throwing(name: string): Error {
  return Object.defineProperty(new Error("its text"), name, {
    get() {
      throw new Error(`no ${name}`);
    },
  });
}

it.each([[undefined], [null], ["text"], [3], [Symbol.iterator]])("what is no object stays what it is: %#", (thrown) => {
  expect(caught(thrown)).toBe(thrown);
});

it("what can be looked at stays what it is", () => {
  const sound = [
    new Error("a"),
    new AggregateError([new Error("b")]),
    failure("unknown-run", { id: "a", namespace: "n" }),
    { code: 3 },
    () => {},
    Object.create(null) as object,
  ];
  for (const thrown of sound) expect(caught(thrown)).toBe(thrown);
});

it.each([["name"], ["message"], ["stack"], ["code"], ["hint"], ["cause"], ["facts"], ["errors"], ["afterMs"]])(
  "an error whose %s throws becomes one with all that can be read",
  (name) => {
    const error = caught(throwing(name)) as Error;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(name === "message" ? "something was thrown that cannot be read" : "its text");
    expect(() => String(error.stack) + String(error.cause)).not.toThrow();
  },
);

it("keeps name and code as they can be read", () => {
  const error = throwing("cause");
  error.name = "CardError";
  Object.assign(error, { code: "E1" });
  expect(caught(error)).toMatchObject({ name: "CardError", code: "E1", message: "its text" });
});

it("a property that is no text is left out", () => {
  expect(caught(Object.assign(throwing("cause"), { code: 17 }))).not.toHaveProperty("code");
});

it("a proxy that was revoked becomes an error", () => {
  for (const target of [{}, () => {}]) {
    const { proxy, revoke } = Proxy.revocable(target, {});
    revoke();
    expect(caught(proxy)).toMatchObject({ message: "something was thrown that cannot be read" });
  }
});

it("an object of our class that was never constructed becomes an error", () => {
  const hollow = Object.create(StepwellError.prototype) as StepwellError;
  expect(caught(hollow)).toBeInstanceOf(TypeError);
  const whole = failure("unknown-run", { id: "a", namespace: "n" });
  for (const part of ["code", "message", "hint", "facts"] as const) {
    const broken = Object.create(whole, { [part]: { value: part === "facts" ? null : 3 } }) as StepwellError;
    expect(caught(broken), part).toBeInstanceOf(TypeError);
  }
});

it("an error of another realm is looked at like one of ours", async () => {
  const { runInNewContext } = await import("node:vm");
  const foreign = runInNewContext("new Error('from afar')") as Error;
  expect(caught(foreign)).toBe(foreign);
  const broken = runInNewContext(
    "Object.defineProperty(new Error('from afar'), 'cause', { get() { throw 1; } })",
  ) as Error;
  expect(caught(broken)).toMatchObject({ message: "from afar" });
  expect(caught(broken)).toBeInstanceOf(TypeError);
});
