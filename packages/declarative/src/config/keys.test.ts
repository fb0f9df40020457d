import { expect, test } from "vitest";
import { keysFrom } from "./keys.ts";

const key = Buffer.from(new Uint8Array(32).fill(201)).toString("base64");
const other = Buffer.from(new Uint8Array(32).fill(77)).toString("base64");

test("without keys nothing is encrypted", () => {
  expect(keysFrom(undefined)).toEqual({});
  expect(keysFrom(` new:${other}, old:${key}`)).toEqual({ codec: expect.anything() });
});

test.each([
  ["a key without an id", key, "its part 1 has no colon"],
  ["a second key without an id", `k:${key},${other}`, "its part 2 has no colon"],
  ["a key that is cut", "k:c2hvcnQ=", "32 bytes"],
  ["a name twice", `k:${key},k:${other}`, "more than once"],
  ["a name that is none", `k k:${key}`, "id"],
])("%s is refused, and nothing of a key is repeated", (_, text, problem) => {
  let refusal: unknown;
  try {
    keysFrom(text);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({ code: "bad-keys", message: expect.stringContaining(problem) });
  const said = JSON.stringify([String(refusal), refusal, String((refusal as Error).cause)]);
  for (const part of [key, other, "c2hvcnQ="]) expect(said).not.toContain(part.slice(0, 6));
});
