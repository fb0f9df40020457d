import { readableName } from "@stepwell/core/text";
import { expect, test } from "vitest";
import { journalName } from "./names.ts";

test("an ordinary name is itself", () => {
  expect(journalName("env=prod,region=eu west")).toBe("env=prod,region=eu west");
});

test("what separates parts of a key is encoded, and two names stay two", () => {
  expect(journalName("a/b#1~[c]")).toBe("a%2Fb%231%7E%5Bc%5D");
  expect(journalName("a%2Fb")).toBe("a%252Fb");
  expect(journalName("\n")).toBe("%0A");
});

test("scopes of the engine's own are not taken", () => {
  expect(journalName("compensate")).toBe("%63ompensate");
});

test("long names are cut, and differ by what was cut", () => {
  const [one, two] = ["a", "b"].map((end) => journalName("x".repeat(300) + end));
  expect(one).not.toBe(two);
  expect([...(one ?? "")].length).toBeLessThanOrEqual(180);
});

test("people read a name as it was written", () => {
  for (const name of ["a/b", "c[1]#2~%", "100%25", "on-failure", "compensate", "ä b"])
    expect(readableName(journalName(name))).toBe(name);
});
