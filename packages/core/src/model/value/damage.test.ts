import fc from "fast-check";
import { expect, test } from "vitest";
import { StepwellError } from "../errors.ts";
import { canonical } from "./canonical.ts";
import { decode, encode } from "./codec.ts";

/** The code and problem of what decode throws. */
function damage(text: string): string {
  try {
    decode(text, { where: "entry 7" });
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    expect(error.facts.where).toBe("entry 7");
    return `${error.code}: ${error.facts.problem}`;
  }
  return "decoded";
}

test.each(["", "~", "{", '{"secret":"hunter2"', "~~{}", "undefined"])(
  "%j is not JSON, and the error does not repeat it",
  (text) => {
    expect(damage(text)).toBe(`damaged-value: its ${text.length} characters are not JSON`);
  },
);

test.each([
  ['~{"~bigint":"0x10"}', "~bigint"],
  ['~{"~bigint":""}', "~bigint"],
  ['~{"~bigint":10}', "~bigint"],
  ['~{"~number":"1"}', "~number"],
  ['~{"~undefined":1}', "~undefined"],
  ['~{"~Date":"2026-01-01"}', "~Date"],
  ['~{"~Date":1e300}', "~Date"],
  ['~{"~Date":1.5}', "~Date"],
  ['~{"~Map":[["a"]]}', "~Map"],
  ['~{"~Map":{"a":1}}', "~Map"],
  ['~{"~Set":null}', "~Set"],
  ['~{"~RegExp":["(","g"]}', "~RegExp"],
  ['~{"~RegExp":["a"]}', "~RegExp"],
  ['~{"~URL":"not a url"}', "~URL"],
  ['~{"~Uint8Array":"A?=="}', "~Uint8Array"],
  ['~{"~Uint8Array":"AQL"}', "~Uint8Array"],
  ['~{"~Object":[1]}', "~Object"],
  ['~{"~Error":"boom"}', "~Error"],
  ['~{"~Error":{"name":"x"}}', "~Error"],
  ['~{"~Error":{"name":"x","message":"y","own":[]}}', "~Error"],
  ['~{"~Error":{"name":"x","message":"y","is":"TypeError"}}', "~Error"],
])("%s is malformed", (text, tag) => {
  expect(damage(text)).toBe(`damaged-value: its ${tag} is malformed`);
});

test("a tag of a newer version is named as such, never taken for data", () => {
  expect(damage('~{"~Temporal":"P1D"}')).toBe("damaged-value: it holds an unknown tag");
  expect(damage('~{"~toString":"x"}')).toBe("damaged-value: it holds an unknown tag");
});

test("nesting that no value has does not end the stack", () => {
  const levels = 100_000;
  expect(damage(`~${"[".repeat(levels)}${"]".repeat(levels)}`)).toBe(
    "damaged-value: it is nested deeper than any value",
  );
});

test("canonical refuses damaged text too", () => {
  expect(() => canonical("~{")).toThrow(expect.objectContaining({ code: "damaged-value" }));
});

test("text with a character changed is decoded or refused, never anything else", () => {
  const value = {
    at: new Date(0),
    big: 5n,
    map: new Map([["k", /x/g]]),
    bytes: new Uint8Array(4),
    error: new Error("e"),
  };
  const text = encode(value, "test");
  const property = fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
    return /^(decoded|damaged-value)/.test(damage(text.slice(0, at) + character + text.slice(at + 1)));
  });
  fc.assert(property, { numRuns: 2_000 });
});
