import fc from "fast-check";
import { expect, it } from "vitest";
import { type CallbackPlace, callbackToken, isTokenOf, placeOfToken } from "./callback-token.ts";
import { forkSeeds } from "./seed.ts";

const [seeds, others] = ["1f".repeat(16), "2e".repeat(16)] as const;
const place: CallbackPlace = { namespace: "default", run: "order-1", op: "callback~paid" };
const token = callbackToken(place, seeds);

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

it("says what it is for, whatever the names are", () => {
  const text = fc.string({ unit: "grapheme" });
  const property = fc.property(text, text, text, (namespace, run, op) => {
    const made = callbackToken({ namespace, run, op }, seeds);
    expect(placeOfToken(made)).toEqual({ namespace, run, op });
    expect(isTokenOf(made, seeds)).toBe(true);
  });
  fc.assert(property);
});

it("is the same each time, so that a replay gives out no second one", () => {
  expect(callbackToken({ ...place }, seeds)).toBe(token);
});

it("is of one run, one operation and one namespace", () => {
  const all = [place, { ...place, run: "order-2" }, { ...place, op: "callback~sent" }, { ...place, namespace: "n" }];
  expect(new Set(all.map((each) => callbackToken(each, seeds))).size).toBe(4);
});

it("of a run with another seed is refused", () => {
  expect(isTokenOf(token, others)).toBe(false);
});

it("of a fork is under the fork's own seed", () => {
  const fork = forkSeeds(seeds, 2, others);
  expect(isTokenOf(token, fork)).toBe(false);
  expect(isTokenOf(callbackToken(place, fork), others)).toBe(true);
});

it("that was changed anywhere is refused, and nothing is thrown", () => {
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    expect(isTokenOf(changed, seeds), `at ${at}`).toBe(false);
  }
});

it("that was cut off is refused", () => {
  for (let length = 0; length < token.length; length++) expect(isTokenOf(token.slice(0, length), seeds)).toBe(false);
});

it("is refused as another text for the same bytes", () => {
  for (const same of [`${token}=`, `${token} `, Buffer.from(token, "base64url").toString("base64")]) {
    if (same === token) continue;
    expect(isTokenOf(same, seeds)).toBe(false);
    expect(placeOfToken(same)).toBeUndefined();
  }
});

it("is no token without a place of three texts behind the signature", () => {
  const signature = "s".repeat(32);
  const behind = ["", "{", "null", "3", '["a","b"]', '["a","b","c","d"]', '[1,"b","c"]', '["a",1,"c"]', '["a","b",1]'];
  for (const text of behind) expect(placeOfToken(base64url(signature + text)), text).toBeUndefined();
  expect(placeOfToken(base64url(`${signature}["a","b","c"]`))).toEqual({ namespace: "a", run: "b", op: "c" });
});
