import { expect, test } from "vitest";
import { evaluate } from "../expressions/evaluate.ts";
import { Secret } from "../expressions/secret.ts";
import { expressionOf, scopeOf } from "../expressions/test-scope.fixture.ts";
import { builtInFilters } from "./index.ts";

const contexts = {
  v: {
    map: { a: 1, B: null },
    other: new Map([["k", 2]]),
    list: [3, "x"],
    day: new Date("2026-03-01T22:30:05.678Z"),
    big: 12345678901234567890n,
    none: null,
  },
  secrets: { key: new Secret("s3cret") },
};

function filtered(text: string): unknown {
  return evaluate(expressionOf(text), scopeOf(contexts, { filters: builtInFilters }));
}

test.each([...builtInFilters])("the example of %s is true", (name, { example, doc, name: written }) => {
  expect(filtered(example.expression)).toEqual(example.result);
  expect(example.expression).toContain(`| ${written}`);
  expect(name).toBe(written);
  expect(doc).toMatch(/^[A-Z].*\.$/);
});

test.each([
  ["v.nope | coalesce('d')", "d"],
  ["v.nope.deeper[0].x | coalesce(v.none, 'd')", "d"],
  ["nowhere | default(1)", 1],
  ["false | default(true)", false],
  ["0 | coalesce(1)", 0],
  ["v.map | getitem('a')", 1],
  ["v.map | getitem('b')", null],
  ["v.other | getitem('k')", 2],
  ["v.map | getitem('constructor', 'own')", "own"],
  ["v.list | getindex(-2)", 3],
  ["v.list | getindex(2, 'z')", "z"],
  ["v.big | abs | str", "12345678901234567890"],
  ["'-7' | int", -7],
  ["-7.9 | int", -7],
  ["-0.5 | int", 0],
  ["true | int", 1],
  ["'1e3' | float", 1000],
  ["v.none | list", []],
  ["v.map | list", ["a", "B"]],
  ["v.map | length", 2],
  ["v.list | values", "refused"],
  ["v.day | str", "2026-03-01T22:30:05.678Z"],
  ["v.none | str", ""],
  ["v.list | json", '[3,"x"]'],
  ["v.other | json", '{"k":2}'],
  ["'x' | upper | lower | title", "X"],
  ["!false | int", true],
  ["'a' == 'A' | lower", true],
  ["v.list | getindex(0) == 3", true],
  ["('a' == 'b') | str", "false"],
])("%s is %j", (text, expected) => {
  if (expected === "refused") expect(() => filtered(text)).toThrow(/it takes a map/);
  else expect(filtered(text)).toEqual(expected);
});

test("a map made of pairs has own members alone", () => {
  const made = filtered(`fromJson('[["__proto__", 1], ["a", 2]]') | dict`) as object;
  expect(Object.entries(made)).toEqual([
    ["__proto__", 1],
    ["a", 2],
  ]);
});

test.each([
  ["'1.5' | int", /"1.5" is not a whole number/],
  ["v.big | int", /beyond 2\^53/],
  ["v.none | int", /null is not a whole number/],
  ["'x' | float", /"x" is not a number/],
  ["v.map | upper", /it takes a text, not {"a":1,"B":null}/],
  ["v.none | lower", /it takes a text, not null/],
  ["1 | length", /1 has no length/],
  ["1 | list", /1 cannot be taken apart/],
  ["v.list | dict", /it takes a list of pairs/],
  ["v.map | getitem('c')", /the map has no "c"/],
  ["v.list | getindex(5)", /the list of 2 has no element 5/],
  ["v.list | getindex('0')", /"0" is not a whole number/],
  ["'x' | abs", /it takes a number/],
  ["'x' | fmt('%Y')", /"x" is not a date or time/],
  ["v.day | fmt(1)", /1 is not a text such as/],
  ["v.day | fmt('%Q')", /"%Q" has no meaning; known: %Y/],
  ["v.day | fmt('100%')", /"%" has no meaning/],
  ["v.day | fmt('%H', 'Mars/Olympus')", /"Mars\/Olympus" is not a time zone/],
  ["'2026-01-01' | fmt('%H', 'Asia/Tokyo')", /a day without a time/],
  ["1 | upper(2)", /upper takes no arguments, not 1/],
])("%s is refused", (text, message) => {
  expect(() => filtered(text)).toThrow(message);
});

test.each([
  ["%Y-%m-%dT%H:%M:%S.%f %z %Z", "2026-03-01T22:30:05.678000 +0000 UTC"],
  ["%a %A %b %B %d %-d %e %j %y", "Sun Sunday Mar March 01 1  1 060 26"],
  ["%I:%M %p | %F %T %R %D | %u %w", "10:30 PM | 2026-03-01 22:30:05 22:30 03/01/26 | 7 0"],
  ["%G-W%V %s 100%%", "2026-W09 1772404205 100%"],
  ["%-H %-M", "22 30"],
])("%s is written as strftime writes it", (pattern, expected) => {
  expect(filtered(`v.day | fmt('${pattern}')`)).toBe(expected);
});

test("a time is shown on the clocks of another zone, with their summer time", () => {
  const at = (time: string, zone: string): unknown => filtered(`'${time}' | fmt('%F %R %z', '${zone}')`);
  expect(at("2026-07-01T00:00:00Z", "Europe/Berlin")).toBe("2026-07-01 02:00 +0200");
  expect(at("2026-01-01T00:00:00Z", "america/new_york")).toBe("2025-12-31 19:00 -0500");
  expect(at("2026-01-01T00:00:00+05:30", "Asia/Kolkata")).toBe("2026-01-01 00:00 +0530");
});

test("what a filter makes of a secret is a secret", () => {
  for (const text of [
    "secrets.key | upper",
    "secrets.key | json | length",
    "'x' | coalesce(secrets.key)",
    "secrets | keys",
  ]) {
    expect(filtered(text), text).toBeInstanceOf(Secret);
  }
  expect(Secret.reveal(filtered("secrets.key | upper"))).toBe("S3CRET");
});
