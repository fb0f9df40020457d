import { describe, expect, test } from "vitest";
import { failure, StepwellError } from "../errors.ts";
import { isRetryable } from "../retry.ts";
import { NonRetryableError, RetryAfter } from "../retry-signals.ts";
import { decode, encode } from "./codec.ts";
import type { ErrorRegistry } from "./error-reader.ts";

const roundTrip = (value: unknown, errors: ErrorRegistry = []) =>
  decode(encode(value, "test"), { errors }) as Error & Record<string, unknown>;

class PaymentError extends Error {
  override readonly name = "PaymentError";
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
  get isFinal(): boolean {
    return this.status >= 400;
  }
}
class CardError extends PaymentError {}

describe("an error", () => {
  test("keeps name, message, stack, cause and code", () => {
    const error = Object.assign(new Error("no answer", { cause: new Error("reset") }), { code: "ECONNRESET" });
    const back = roundTrip(error);
    expect(back).toBeInstanceOf(Error);
    expect(Error.isError(back)).toBe(true);
    expect(back.message).toBe("no answer");
    expect(back.stack).toBe(error.stack);
    expect(back.code).toBe("ECONNRESET");
    expect((back.cause as Error).message).toBe("reset");
    expect(Object.keys(back)).toEqual(["code"]);
  });

  test("has a cause only if it had one, even undefined", () => {
    expect(Object.hasOwn(roundTrip(new Error("x")), "cause")).toBe(false);
    expect(Object.hasOwn(roundTrip(new Error("x", { cause: undefined })), "cause")).toBe(true);
  });

  test("keeps the properties that can be kept and drops the others", () => {
    const error = Object.assign(new Error("x"), {
      status: 503,
      at: new Date(5),
      response: { socket: new WeakMap() },
      retry: () => 1,
      [Symbol("s")]: 1,
    });
    Object.defineProperty(error, "computed", { get: () => 1, enumerable: true });
    Object.defineProperty(error, "secret", { value: 1 });
    expect({ ...roundTrip(error) }).toStrictEqual({ status: 503, at: new Date(5) });
  });

  test("in a cycle with itself loses the property that closes it", () => {
    const error = Object.assign(new Error("outer"), { id: 1 });
    Object.assign(error, { self: error, wrapped: new Error("inner", { cause: error }) });
    const back = roundTrip(error);
    expect(Object.keys(back)).toEqual(["id", "wrapped"]);
    expect((back.wrapped as Error).message).toBe("inner");
    expect((back.wrapped as Error).cause).toBeUndefined();
  });

  test("with endless causes is cut off", () => {
    let error = new Error("first");
    for (let i = 0; i < 3_000; i++) error = new Error("next", { cause: error });
    let back: unknown = roundTrip(error);
    let causes = 0;
    while (back instanceof Error && back.cause !== undefined) {
      back = back.cause;
      causes++;
    }
    expect(causes).toBe(499);
  });

  test("that throws when it is looked at is kept all the same", () => {
    const error = new Error("x");
    Object.defineProperty(error, "message", {
      get: () => {
        throw new Error("no");
      },
    });
    expect(roundTrip(error).message).toBe("");
  });

  test("has no stack if it had none", () => {
    const error = new Error("x");
    Reflect.deleteProperty(error, "stack");
    expect(roundTrip(error).stack).toBeUndefined();
  });

  test("keeps __proto__ and the like as data", () => {
    const error = new Error("x");
    Object.defineProperty(error, "__proto__", { value: { polluted: true }, enumerable: true });
    const back = roundTrip(error);
    expect(Object.getPrototypeOf(back)).toBe(Error.prototype);
    expect(Object.keys(back)).toEqual(["__proto__"]);
  });

  test("inside a value keeps what refuses the value from hiding in it", () => {
    expect(() => encode({ error: new Error("x"), handler: () => 1 }, "test")).toThrow("$.handler");
  });
});

describe("classes of errors", () => {
  test("the language's own come back as such", () => {
    expect(roundTrip(new TypeError("x"))).toBeInstanceOf(TypeError);
    const back = roundTrip(new AggregateError([new RangeError("a"), () => 1, "b"], "all failed"));
    expect(back).toBeInstanceOf(AggregateError);
    const [range, gap, text] = back.errors as unknown[];
    expect(range).toBeInstanceOf(RangeError);
    expect([gap, text]).toEqual([undefined, "b"]);
    expect(Object.keys(back)).toEqual([]);
    const suppressed = roundTrip(new SuppressedError(new Error("a"), new Error("b"), "both"));
    expect(suppressed).toBeInstanceOf(SuppressedError);
    expect([(suppressed.error as Error).message, (suppressed.suppressed as Error).message]).toEqual(["a", "b"]);
  });

  test("others come back as Error with their name", () => {
    const back = roundTrip(new PaymentError("declined", 402));
    expect(Object.getPrototypeOf(back)).toBe(Error.prototype);
    expect(back).toMatchObject({ name: "PaymentError", message: "declined", status: 402 });
    expect(String(back)).toBe("PaymentError: declined");
  });

  test("registered ones come back as themselves, without their constructor being called", () => {
    const back = roundTrip(new PaymentError("declined", 402), [PaymentError]) as unknown as PaymentError;
    expect(back).toBeInstanceOf(PaymentError);
    expect([back.status, back.isFinal, back.name]).toEqual([402, true, "PaymentError"]);
  });

  test("the nearest registered class is taken", () => {
    expect(Object.getPrototypeOf(roundTrip(new CardError("x", 1), [PaymentError]))).toBe(PaymentError.prototype);
    expect(roundTrip(new CardError("x", 1), [PaymentError, CardError])).toBeInstanceOf(CardError);
  });

  test("a registered class is also found by the name alone, the language's are not", () => {
    const named = (name: string) => Object.assign(new Error("x"), { name });
    expect(roundTrip(named("PaymentError"), [PaymentError])).toBeInstanceOf(PaymentError);
    expect(roundTrip(named("TypeError"))).not.toBeInstanceOf(TypeError);
    expect(roundTrip(named("TypeError")).name).toBe("TypeError");
  });

  test("a DOMException keeps name and code", () => {
    const back = roundTrip(AbortSignal.abort().reason);
    expect(back).toMatchObject({ name: "AbortError", code: 20, message: "This operation was aborted" });
  });

  test("a StepwellError comes back as one", () => {
    const error = failure("step-timeout", { step: "s", timeoutMs: 5, which: "timeout" }, new Error("slow"));
    const back = roundTrip(error) as unknown as StepwellError;
    expect(back).toBeInstanceOf(StepwellError);
    for (const part of ["name", "code", "message", "hint", "docs", "facts"] as const)
      expect(back[part]).toStrictEqual(error[part]);
    expect((back.cause as Error).message).toBe("slow");
  });

  test("a StepwellError whose facts cannot be kept still has facts", () => {
    const error = failure("store-failed", { operation: "x", problem: "y" });
    Object.assign(error.facts, { socket: new WeakMap() });
    expect((roundTrip(error) as unknown as StepwellError).facts).toEqual({});
  });

  test("retry signals come back as such", () => {
    expect(isRetryable(roundTrip(new NonRetryableError("x")))).toBe(false);
    expect(roundTrip(new NonRetryableError("x"))).toBeInstanceOf(NonRetryableError);
    const back = roundTrip(new RetryAfter("2 s"));
    expect(back).toBeInstanceOf(RetryAfter);
    expect(back.afterMs).toBe(2_000);
  });
});
