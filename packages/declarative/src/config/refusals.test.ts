import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { LoadSettingsOptions } from "./load-settings.ts";
import { SettingsLoader } from "./loader.ts";
import type { SettingKey } from "./setting-table.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const load = (variables: Record<string, string> = {}, options: Partial<LoadSettingsOptions> = {}) =>
  new SettingsLoader(variables).load({ folder, processors: 7, ...options });

/** What is wrong, one line each. */
async function problems(variables: Record<string, string> = {}, options: Partial<LoadSettingsOptions> = {}) {
  const error = await load(variables, options).then(
    () => expect.unreachable("it was loaded"),
    (refused) => refused,
  );
  expect(error.code).toBe("settings-invalid");
  return (error.facts.problems as { message: string; hint: string }[]).map((one) => `${one.message} -> ${one.hint}`);
}

describe("what is refused names layer, place and value", () => {
  test("all of it at once, in every layer, also where a higher one wins", async () => {
    write("stepwell.yml", "max-workers: many\nlog:\n  level: loud\nhttp:\n  port: 80000\n");
    expect(await problems({ SERVICE_PORT: "eighty", WORKFLOW_MAX_WORKERS: "3" }, { call: { timeout: -1 } })).toEqual([
      'stepwell.yml:1:14: max-workers is "many", and it is not a whole number -> give a whole number from 1 to 1,024',
      'stepwell.yml:3:10: log.level is "loud", and it is none of them -> give trace, debug, info, warn, error, fatal, silent',
      'stepwell.yml:5:9: http.port is "80000", and it is more than 65535 -> give a whole number from 0 to 65535; 0 takes any that is free',
      'SERVICE_PORT: http.port is "eighty", and it is not a whole number -> give a whole number from 0 to 65535; 0 takes any that is free',
      'call: timeout is "-1", and it is not more than none -> give seconds, or text with a unit: 3600, "90 min"',
    ]);
  });

  test.each<[SettingKey, unknown, string]>([
    ["timeout", "soon", "it is not a time"],
    ["timeout", true, "it is not a time"],
    ["timeout", Number.NaN, "it is not a time"],
    ["timeout", "100000 days", "10 years"],
    ["max-workers", 0, "it is less than 1"],
    ["max-workers", 2.5, "it is not a whole number"],
    ["max-workers", [], "it is not a whole number"],
    ["audit.enabled", "maybe", "it is neither true nor false"],
    ["namespace", " ", "it is empty"],
    ["namespace", 5, "it is not text"],
    ["conf-path", {}, "it is not text"],
    ["redis", "localhost:6379", "it begins with localhost://"],
    ["redis", "nowhere", "it is not a URL"],
    ["store", "postgres://", "it names no host"],
    ["store", "postgres://a:b:c", "it is not a URL"],
    ["store", "file:", "it names no file"],
    ["run.shell", "constructor", "it is none of them"],
    ["private-hosts", { a: 1 }, "it is no list of names"],
    ["private-hosts", [1], "it is no list of names"],
    ["databases", ["a"], "it is no map of names and files"],
    ["databases", { shop: 5 }, "of shop, it is not text"],
    ["databases", "shop.db", "a file has no name"],
    ["artifacts.size", "much", "it is not a size"],
    ["artifacts.size", 0, "it is not more than none"],
  ])("%s: %j", async (key, value, problem) => {
    const [found] = await problems({}, { call: { [key]: value } as never });
    expect(found).toContain(`call: ${key} is `);
    expect(found).toContain(problem);
  });

  test("of a secret nothing is repeated", async () => {
    write("stepwell.yml", "keys: [geheim]\nsecrets:\n  PIN: 4711\n");
    const found = await problems({ REDIS_URL: "http://u:geheim@h", DATABASE_URL: "postgres://u:geheim@:x" });
    expect(found).toHaveLength(4);
    expect(found.join()).not.toMatch(/geheim|4711/);
    expect(found.join()).toContain("u:***@");
  });

  test("keys and options that do not exist, with what was probably meant", async () => {
    write("stepwell.yml", "max_workers: 4\nrun:\n  shel: js\nvar: {}\n__proto__: {}\n");
    expect(await problems({}, { call: { maxJobParallel: 2 } as never })).toEqual([
      'stepwell.yml:1:1: there is no setting "max_workers" -> did you mean "max-workers"?',
      'stepwell.yml:3:3: there is no setting "run.shel" -> did you mean "run.shell"?',
      'stepwell.yml:4:1: there is no setting "var" -> did you mean "vars"?',
      'stepwell.yml:5:1: there is no setting "__proto__" -> stepwell config lists them all',
      'call: there is no setting "maxJobParallel" -> did you mean "max-job-parallel"?',
    ]);
  });

  test("files that cannot be used", async () => {
    expect((await problems({}, { file: "nowhere.yml" }))[0]).toMatch(
      /^nowhere.yml cannot be read as settings: .*ENOENT/,
    );
    write("stepwell.yml", "- timeout\n");
    expect((await problems())[0]).toContain("stepwell.yml cannot be read as settings: it is not a map");
    write("stepwell.json", "{}");
    expect((await problems())[0]).toContain("stepwell.json cannot be read as settings: stepwell.yml is there, too");
    rmSync(join(folder, "stepwell.json"));
    write("stepwell.yml", "timeout: 5\ntimeout: 6\n");
    await expect(load()).rejects.toThrow(/^settings cannot be used: stepwell.yml:2:1: "timeout" stands here twice/);
  });
});
