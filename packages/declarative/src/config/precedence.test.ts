import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { LoadSettingsOptions } from "./load-settings.ts";
import { SettingsLoader } from "./loader.ts";
import { type SettingKey, settingKeys, settingOf } from "./setting-table.ts";
import { isSettingVariable } from "./variable-names.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "settings-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const load = (variables: Record<string, string> = {}, options: Partial<LoadSettingsOptions> = {}) =>
  new SettingsLoader(variables).load({ folder, processors: 7, ...options });

/** For each setting what a file, the environment and a call may say, and what that is. */
const samples: Readonly<Record<SettingKey, readonly (readonly [given: string | number | boolean, value: unknown])[]>> =
  {
    store: [
      ["file:/a.db", "file:/a.db"],
      ["memory:", "memory:"],
      ["postgresql://h/d", "postgres://h/d"],
    ],
    namespace: [
      ["a", "a"],
      ["b", "b"],
      ["c", "c"],
    ],
    keys: [
      ["a:x", "a:x"],
      ["b:y", "b:y"],
      ["c:z", "c:z"],
    ],
    build: [
      ["v1", "v1"],
      ["v2", "v2"],
      ["v3", "v3"],
    ],
    redis: [
      ["redis://a", "redis://a"],
      ["redis://b:1", "redis://b:1"],
      ["rediss://c", "rediss://c"],
    ],
    "conf-path": [
      ["/a", "/a"],
      ["b", "b"],
      ["/c", "/c"],
    ],
    timeout: [
      [60, 60_000],
      ["90", 90_000],
      ["2 min", 120_000],
    ],
    "max-job-parallel": [
      [3, 3],
      ["4", 4],
      [5, 5],
    ],
    "max-workers": [
      [3, 3],
      ["4", 4],
      [5, 5],
    ],
    "private-hosts": [
      ["a", ["a"]],
      ["b, c:80 ,", ["b", "c:80"]],
      ["", []],
    ],
    databases: [
      ["a=/a.db", { a: "/a.db" }],
      ["b = /b=.db ,c=c.db", { b: "/b=.db", c: "c.db" }],
      ["d=/d.db", { d: "/d.db" }],
    ],
    "artifacts.folder": [
      ["/a", "/a"],
      ["b", "b"],
      ["/c", "/c"],
    ],
    "artifacts.size": [
      [1, 1],
      ["2 KiB", 2_048],
      ["3_000", 3_000],
    ],
    "audit.enabled": [
      [false, false],
      ["True", true],
      [false, false],
    ],
    "run.shell": [
      ["js", "js"],
      ["python", "python"],
      ["ts", "ts"],
    ],
    "tasks.path": [
      ["/a", ["/a"]],
      ["b:/c", ["b", "/c"]],
      ["/d", ["/d"]],
    ],
    plugins: [
      ["logging", ["logging"]],
      ["logging, ./a.ts", ["logging", "./a.ts"]],
      ["./b.ts", ["./b.ts"]],
    ],
    "logging.file": [
      ["/a.log", "/a.log"],
      ["b.log", "b.log"],
      ["/c.log", "/c.log"],
    ],
    "monitoring.file": [
      ["/a.prom", "/a.prom"],
      ["b.prom", "b.prom"],
      ["/c.prom", "/c.prom"],
    ],
    "notification.webhook": [
      ["http://a/", "http://a/"],
      ["https://b/", "https://b/"],
      ["http://c/", "http://c/"],
    ],
    "notification.email": [
      ["a@a", "a@a"],
      ["b@b, c@c", "b@b, c@c"],
      ["d@d", "d@d"],
    ],
    "email.server": [
      ["smtp://a", "smtp://a"],
      ["smtps://b:1", "smtps://b:1"],
      ["smtp://u:p@c", "smtp://u:p@c"],
    ],
    "email.from": [
      ["a@a", "a@a"],
      ["b@b", "b@b"],
      ["c@c", "c@c"],
    ],
    "docker.host": [
      ["unix:///a", "unix:///a"],
      ["tcp://b:1", "tcp://b:1"],
      ["unix:///c", "unix:///c"],
    ],
    "log.level": [
      ["debug", "debug"],
      ["WARNING", "warn"],
      ["error", "error"],
    ],
    "http.port": [
      [1, 1],
      ["2", 2],
      [3, 3],
    ],
  };

const yamlOf = (key: string, value: unknown): string => {
  const [first, second] = key.split(".");
  return second === undefined
    ? `${key}: ${JSON.stringify(value)}\n`
    : `${first}: { ${second}: ${JSON.stringify(value)} }\n`;
};

// ConfigWorkflow 3: overrides of the environment work for some settings and not for others.
test.each(settingKeys)("every variable of %s is known to belong to settings, one is our own", (key) => {
  const { variables } = settingOf(key);
  expect(variables.filter((name) => !isSettingVariable(name))).toEqual([]);
  expect(variables.filter((name) => name.startsWith("STEPWELL_"))).toEqual([variables[0]]);
});

describe.each(settingKeys)("%s", (key) => {
  const [inFile, inEnvironment, inCall] = samples[key];
  const { variables } = settingOf(key);

  test.each([0, 1, 2, 3, 4, 5, 6, 7])("goes by call over environment over file over default (%i)", async (given) => {
    const [file, environment, call] = [(given & 1) > 0, (given & 2) > 0, (given & 4) > 0];
    if (file) write("stepwell.yml", yamlOf(key, inFile?.[0]));
    for (const variable of environment ? variables : [variables[0]]) {
      const settings = await load(environment ? { [variable]: String(inEnvironment?.[0]) } : {}, {
        call: call ? { [key]: inCall?.[0] } : {},
      });
      const { default: stated } = settingOf(key);
      const byDefault = typeof stated === "function" ? stated({ processors: 7 }) : stated;
      const expected = call ? inCall?.[1] : environment ? inEnvironment?.[1] : file ? inFile?.[1] : byDefault;
      expect(settings.get(key)).toEqual(expected);
      const layer = call ? "call" : environment ? "environment" : file ? "file" : "default";
      expect(settings.origin(key).layer).toBe(layer);
      const shown = settings.shown().find((one) => one.key === key);
      expect(shown?.over).toHaveLength(Math.max(0, Number(file) + Number(environment) + Number(call) - 1));
    }
  });

  test("may be set for one call, and stays what it was", async () => {
    const settings = await load();
    const before = settings.get(key);
    expect(settings.with({ [key]: inCall?.[0] }).get(key)).toEqual(inCall?.[1]);
    expect(settings.get(key)).toBe(before);
  });
});
