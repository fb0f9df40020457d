import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./csv.ts";

test("commas, line breaks and doubled quotes inside quotes belong to the field", () => {
  expect(parseCsv('DBN,"W. H. ""Bud"" Barron","Dublin, GA"\nX,"two\nlines",')).toEqual([
    ["DBN", 'W. H. "Bud" Barron', "Dublin, GA"],
    ["X", "two\nlines", ""],
  ]);
});

test("CRLF ends a line and a final line end begins no row", () => {
  expect(parseCsv("a,b\r\n1,2\r\n")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(parseCsv("")).toEqual([]);
});

test("an empty line is a row of one empty field", () => {
  expect(parseCsv("a\n\nb")).toEqual([["a"], [""], ["b"]]);
});

test.each([
  ['a,"b', /never closed/],
  ['"a"b,c', /expected a comma or a line end at character 3/],
])("%j is refused", (text, message) => {
  expect(() => parseCsv(text)).toThrow(message);
});

test("whatever is written in quotes is read back", () => {
  const table = fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(table, (rows) => {
      const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`;
      const text = rows.map((row) => row.map(quoted).join(",")).join("\r\n");
      expect(parseCsv(text)).toEqual(rows);
    }),
  );
});
