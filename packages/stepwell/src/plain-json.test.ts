import { expect, test } from "vitest";
import { plainJson } from "./plain-json.ts";

test.each([
  [undefined, undefined],
  [null, null],
  [12n, 12],
  [2n ** 80n, "1208925819614629174706176"],
  [Number.NaN, "NaN"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Map([["a", 1n]]), { a: 1 }],
  [new Map([[1, "a"]]), [[1, "a"]]],
  [new Set([1, undefined]), [1, null]],
  [new URL("http://x/y"), "http://x/y"],
  [/a+/g, "/a+/g"],
  [new Uint8Array([1, 2, 3]), "AQID"],
  [
    { at: new Date(0), list: [1n] },
    { at: "1970-01-01T00:00:00.000Z", list: [1] },
  ],
])("value %#", (value, plain) => {
  expect(plainJson(value)).toEqual(plain);
});

test("errors keep what they say, their own fields and their cause, and not the stack", () => {
  const error = Object.assign(new TypeError("no", { cause: new Error("why") }), { status: 503 });
  expect(plainJson(error)).toEqual({
    name: "TypeError",
    message: "no",
    status: 503,
    cause: { name: "Error", message: "why" },
  });
});
