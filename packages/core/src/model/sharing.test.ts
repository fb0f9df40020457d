import fc from "fast-check";
import { expect, it } from "vitest";
import { type PlaceKind, partsOf, placeOf, placeText } from "./sharing.ts";

const text = fc.string({ unit: "grapheme" });
const kind = fc.constantFrom<PlaceKind>("workflow", "limit", "rate");

it("a place is taken apart into what it was made of", () => {
  const property = fc.property(kind, text, fc.option(text, { nil: undefined }), (kind, name, key) => {
    expect(partsOf(placeOf({ kind, name, key }))).toEqual({ kind, name, key });
  });
  fc.assert(property);
});

it("a place of one name is not that of another name with a key", () => {
  expect(placeOf({ kind: "limit", name: "a:b", key: undefined })).not.toBe(
    placeOf({ kind: "limit", name: "a", key: "b" }),
  );
  expect(placeOf({ kind: "limit", name: "a%3Ab", key: "c" })).not.toBe(
    placeOf({ kind: "limit", name: "a:b", key: "c" }),
  );
});

it("the empty key is a key", () => {
  expect(partsOf(placeOf({ kind: "workflow", name: "order", key: "" })).key).toBe("");
  expect(partsOf(placeOf({ kind: "workflow", name: "order", key: undefined })).key).toBeUndefined();
});

it("a key may hold colons and lines", () => {
  const parts = { kind: "rate", name: "order", key: "eu:1\n2" } as const;
  expect(partsOf(placeOf(parts))).toEqual(parts);
});

it("is told to people by what it is", () => {
  expect(placeText(placeOf({ kind: "limit", name: "gpu", key: "a" }))).toBe('limit "gpu", key "a"');
  expect(placeText(placeOf({ kind: "limit", name: "gpu:1", key: undefined }))).toBe('limit "gpu:1"');
  expect(placeText(placeOf({ kind: "workflow", name: "order", key: undefined }))).toBe('workflow "order"');
  expect(placeText(placeOf({ kind: "rate", name: "order", key: "b" }))).toBe('workflow "order", key "b"');
});
