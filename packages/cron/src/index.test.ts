import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

// What users import: a name that comes or goes is a decision, and each says what it is.

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const names = [...read("./index.ts").matchAll(/export \{([^}]*)\} from "([^"]+)";/g)].flatMap(
  ([, list = "", file = ""]) => list.split(",").map((name) => ({ name: name.trim().replace(/^type /, ""), file })),
);

it("exports these names, and no others", () => {
  const expected = [
    "Cron",
    "CronErrorCode",
    "CronOptions",
    "IntervalOptions",
    "checkCron",
    "cron",
    "cronCatalogue",
    "intervalToCron",
  ];
  expect(names.map(({ name }) => name).sort()).toEqual(expected);
});

it.each(names)("$name says what it is", ({ name, file }) => {
  expect(read(file)).toMatch(new RegExp(`\\*/\\nexport (?:function|const|interface|type) ${name}\\b`));
});
