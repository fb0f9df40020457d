import { expect, it } from "vitest";
import { readArgument, readOptions } from "./read-options.ts";

const where = 'start of workflow "order"';

function read(given: unknown, known: readonly string[] = ["id", "tags"]): unknown {
  return readOptions(given as object, known, { where });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

it("are copied: what the user changes later changes nothing", () => {
  const given = { id: "a" };
  const options = readOptions<{ id?: string }>(given, ["id"], { where });
  given.id = "b";
  expect(options).toEqual({ id: "a" });
});

it("that are left out, or undefined, are not there", () => {
  expect(read(undefined)).toEqual({});
  expect(Object.keys(read({ id: undefined, tags: ["x"] }) as object)).toEqual(["tags"]);
});

it("may be null, zero, false and empty", () => {
  for (const value of [null, 0, false, ""]) expect(read({ id: value })).toEqual({ id: value });
});

const noOptions: readonly (readonly [string, unknown])[] = [
  ["text", "text"],
  ["a number", 3],
  ["true", true],
  ["null", null],
  ["a list", []],
  ["a function", () => {}],
];

it.each(noOptions)("are no %s", (_, given) => {
  expect(() => read(given)).toThrow(/must be an object/u);
});

it("are no proxy that was revoked", () => {
  expect(() => read(revoked())).toThrow(/must be an object/u);
});

it("with a name that is not known are refused, with those that are", () => {
  expect(() => read({ idd: 1 })).toThrow(/"idd".*is unknown; known are id, tags/su);
  expect(() => read({ idd: 1 }, ["id"])).toThrow(/"idd".*is unknown; known is id/su);
  expect(() => readOptions({ a: 1 } as object, ["b"], { where, option: "retry" })).toThrow(/"retry\.a"/u);
});

it("that cannot be read are refused by their name, with the cause", () => {
  const given = {
    get id(): string {
      throw new Error("no id today");
    },
  };
  const error = thrownBy(() => read(given));
  expect(error.message).toMatch(/"id".*cannot be read/su);
  expect(error.cause).toMatchObject({ message: "no id today" });
});

it("whose names cannot be listed are refused", () => {
  const given = new Proxy(
    {},
    {
      ownKeys() {
        throw new Error("no names");
      },
    },
  );
  const error = thrownBy(() => read(given));
  expect(error.message).toMatch(/cannot be read/u);
  expect(error.cause).toMatchObject({ message: "no names" });
});

it("hold nothing, two levels down, that throws when it is looked at", () => {
  const trap = {
    get inner(): never {
      throw new Error("a trap");
    },
  };
  for (const value of [trap, { a: trap }, { a: { b: trap } }, [trap], revoked(), { a: revoked() }])
    expect(() => read({ id: value })).toThrow(/cannot be read/u);
  // What lies deeper is the codec's affair.
  expect(() => read({ id: { a: { b: { c: trap } } } })).not.toThrow();
});

it("that are functions are looked at, too", () => {
  const named = Object.defineProperty(() => {}, "broken", {
    enumerable: true,
    get() {
      throw new Error("a trap");
    },
  });
  expect(() => read({ id: named })).toThrow(/cannot be read/u);
});

it("an argument is looked at in the same way", () => {
  const place = { where, option: "input" };
  expect(readArgument(3, place)).toBe(3);
  const input = { a: 1 };
  expect(readArgument(input, place)).toBe(input);
  expect(() => readArgument(revoked(), place)).toThrow(/"input".*cannot be read/su);
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
