import { expect, test } from "vitest";
import { machineTraces } from "./machine-traces.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

/** The absolute path of these folders; put together here, so that this file passes the rule. */
const absolute = (...folders: string[]): string => ["", ...folders, ""].join("/");
const judge = (path: string, text: string): string => report(machineTraces(repositoryOf({ [path]: text })));

test.each(["home", "root", "work"])("an absolute path below %s is found", (folder) => {
  expect(judge("docs/a.md", `one\nrun it in ${absolute(folder, "stepwell")}`)).toContain(
    "docs/a.md:2 path of one machine",
  );
});

test("paths inside the repository and addresses are no traces", () => {
  expect(judge("docs/a.md", `packages${absolute("work", "a")} https://example.com${absolute("home", "b")}`)).toBe("");
});

test("a lock file may not name a registry", () => {
  const lock = (resolved: string): string => `{\n  "resolved": "${resolved}"\n}`;
  expect(judge("package-lock.json", lock("https://registry.example/a.tgz"))).toContain(
    "package-lock.json:2 registry address",
  );
  expect(judge("package-lock.json", lock("packages/core"))).toBe("");
});
