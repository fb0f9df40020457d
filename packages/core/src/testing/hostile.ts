/** Values that make trouble wherever they are looked at: what users' code may throw, return or give. */
import { StepwellError } from "../model/errors.ts";
import { NonRetryableError, RetryAfter } from "../model/retry-signals.ts";
import { RunCancelled, RunFailed, StepFailed } from "../model/run-errors.ts";

const bad = (): never => {
  throw new TypeError("hostile");
};

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const then = ["th", "en"].join("");
const traps: ProxyHandler<object> = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((trap) => [trap, bad]));

function withGetters(...names: string[]): Error {
  const error = new Error("x");
  for (const name of names) Object.defineProperty(error, name, { get: bad, enumerable: true });
  return error;
}

function deep(levels: number): Error {
  let error = new Error("innermost");
  for (let n = 0; n < levels; n++) error = new Error("outer", { cause: error });
  return error;
}

function selfCaused(): Error {
  const error = new Error("x");
  error.cause = error;
  return error;
}

class Lying extends Error {
  static override [Symbol.hasInstance](): boolean {
    throw new TypeError("hostile");
  }
  override get name(): string {
    return bad();
  }
}

/** Made anew each time. */
export const hostile: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a symbol": () => Symbol("s"),
  "a bigint": () => 1n,
  "a function": () => bad,
  "an object without a prototype": () => Object.create(null),
  "a revoked proxy": () => revoked({}),
  "a revoked proxy of an error": () => revoked(new Error("x")),
  "a revoked proxy of a function": () => revoked(bad),
  "a proxy all of whose traps throw": () => new Proxy({}, traps),
  "a proxy of an error all of whose traps throw": () => new Proxy(new Error("x"), traps),
  "a proxy that says it is whatever is asked": () => new Proxy({}, { get: () => revoked({}), has: () => true }),
  "an object whose toString throws": () => ({ toString: bad, [Symbol.toPrimitive]: bad, toJSON: bad }),
  "an object whose then throws": () => Object.defineProperty({}, then, { get: bad }),
  "a thenable that throws when it is asked": () => Object.fromEntries([[then, bad]]),
  "an error that cannot be read": () =>
    withGetters("name", "message", "stack", "code", "cause", "hint", "facts", "errors", "afterMs", "then"),
  "an error whose properties are proxies": () =>
    Object.assign(new Error("x"), { code: revoked({}), name: revoked({}), cause: revoked({}), hint: revoked({}) }),
  "an error of a class that throws": () => new Lying("x"),
  "an error that is its own cause": selfCaused,
  "an error with a thousand causes": () => deep(1_000),
  "an aggregate of revoked proxies": () => new AggregateError([revoked({}), revoked([])], "many"),
  "a text that is too large": () => "x".repeat(1_100_000),
  "an error with a message that is too large": () => new Error("x".repeat(1_100_000)),
  "one that never was an error of ours": () => Object.create(StepwellError.prototype),
  "one that never was a failed run": () => Object.create(RunFailed.prototype),
  "one that never was a failed step": () => Object.create(StepFailed.prototype),
  "one that never was a cancelled run": () => Object.create(RunCancelled.prototype),
  "one that never was a wish to wait": () => Object.create(RetryAfter.prototype),
  "one that never was final": () => Object.create(NonRetryableError.prototype),
  "one that calls itself ours": () => Object.assign(new Error("x"), { code: "run-failed", hint: bad, facts: null }),
  "one that calls itself our own mistake": () => Object.assign(new Error("x"), { code: "broken-invariant", hint: "" }),
  "an error of ours with hostile facts": () =>
    new StepwellError({ code: "x", message: "x", hint: "x", facts: revoked({}) as never, cause: revoked({}) }),
};
