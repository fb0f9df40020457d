import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

// What is there for other packages and programs: a name that comes or goes is a decision, and each says what it is.

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const lists = [...read("./index.ts").matchAll(/export (?:type )?\{([^}]*)\} from "([^"]+)";/g)];
const names = lists.flatMap(([, list = "", file = ""]) =>
  list.split(",").map((name) => ({ name: name.trim().replace(/^type /, ""), file })),
);

it("exports these names, and no others", () => {
  expect(names.map(({ name }) => name).sort()).toEqual([
    "Given",
    "LoadSettingsOptions",
    "NamedKind",
    "NamedSources",
    "NamedValue",
    "Origin",
    "SettingKey",
    "SettingOverrides",
    "SettingValue",
    "Settings",
    "SettingsLoader",
    "ShownSetting",
    "keysFrom",
    "makeStoreFolder",
    "maskUrl",
    "namePattern",
    "namedDocument",
    "namedNames",
    "namedValue",
    "namedValues",
    "originText",
    "servicesSettings",
    "storeFile",
  ]);
});

it.each(names)("$name says what it is", ({ name, file }) => {
  expect(read(file)).toMatch(new RegExp(`\\*/\\nexport (?:async )?(?:function|const|interface|type|class) ${name}\\b`));
});
