import { expect, test } from "vitest";
import { thereAre } from "./there-are.ts";

test("a few names are all told", () => {
  expect(thereAre([])).toBe("there are none");
  expect(thereAre(["a", "b"], { wanted: "c", between: "; " })).toBe("there are: a; b");
});

test("of many, those that are near to what was wanted, and how many there are", () => {
  const names = Array.from({ length: 500 }, (_, at) => `os=mac,n=${at}`);
  expect(thereAre(names, { wanted: "os=mac,n=498x", between: "; " })).toMatch(
    /^there are 500, such as os=mac,n=498; (os=mac,n=\d+(; )?){4}$/,
  );
  expect(thereAre(names, { wanted: "quite another" })).toBe(
    "there are 500, such as os=mac,n=0, os=mac,n=1, os=mac,n=2, os=mac,n=3, os=mac,n=4",
  );
});
