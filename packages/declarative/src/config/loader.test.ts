import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
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

test("what other programs go by, too, stays in the environment of scripts", async () => {
  const variables = { DOCKER_HOST: "unix:///d", STEPWELL_STORE: "memory:", A: "1" };
  expect(new SettingsLoader(variables).rest).toEqual({ DOCKER_HOST: "unix:///d", A: "1" });
  expect((await load(variables)).get("docker.host")).toBe("unix:///d");
});

test("has the defaults of the documents", async () => {
  const settings = await load();
  expect(Object.fromEntries(settings.shown().map(({ key, value, from }) => [key, `${value} ${from}`]))).toEqual({
    store: "file:.stepwell/stepwell.db default",
    namespace: "default default",
    keys: " default",
    build: " default",
    redis: " default",
    "conf-path": "./conf default",
    timeout: "3600 s default",
    "max-job-parallel": "2 default",
    "max-workers": "7 default",
    "private-hosts": " default",
    databases: " default",
    "artifacts.folder": " default",
    "artifacts.size": "1 GiB default",
    "audit.enabled": "true default",
    "run.shell": " default",
    "tasks.path": "./tasks default",
    plugins: " default",
    "logging.file": ".stepwell/runs.log default",
    "monitoring.file": ".stepwell/metrics.prom default",
    "notification.webhook": " default",
    "notification.email": " default",
    "email.server": " default",
    "email.from": "stepwell@localhost default",
    "docker.host": "unix:///var/run/docker.sock default",
    "log.level": "info default",
    "http.port": "8000 default",
  });
});

describe("what layers say", () => {
  test("is the same in JSON, and where another file is named", async () => {
    write("stepwell.json", '{ "max-workers": 4, "timeout": 60, "run": { "shell": "ts" } }');
    expect((await load()).get("timeout")).toBe(60_000);
    mkdirSync(join(folder, "etc"));
    write("etc/other.yml", "conf-path: flows\nstore: file:runs.db\n");
    for (const settings of [
      await load({}, { file: "etc/other.yml" }),
      await load({ STEPWELL_CONFIG: "etc/other.yml" }),
      await load({ STEPWELL_CONFIG: "nowhere.yml" }, { file: "etc/other.yml" }),
    ]) {
      expect(settings.get("timeout")).toBe(3_600_000);
      expect(settings.get("conf-path")).toBe(join(folder, "etc/flows"));
      expect(settings.get("store")).toBe(`file:${join(folder, "etc/runs.db")}`);
      expect(settings.shown()[0]?.from).toBe("etc/other.yml:2:8");
    }
  });

  test.each(["", "# nothing yet\n", "timeout:\n", "{}"])("may be nothing: %j", async (text) => {
    write("stepwell.yml", text);
    expect((await load()).get("timeout")).toBe(3_600_000);
  });

  test("of an empty variable, or Python's None, is nothing", async () => {
    const settings = await load({ WORKFLOW_CORE_TIMEOUT: "", WORKFLOW_RUN_SHELL: "None", STEPWELL_STORE: " " });
    expect(settings.shown().every(({ from }) => from === "default")).toBe(true);
  });

  test.each<[string, string, SettingKey, unknown]>([
    ["WORKFLOW_CORE_AUDIT_ENABLED", "False", "audit.enabled", false],
    ["WORKFLOW_CORE_AUDIT_ENABLED", "0", "audit.enabled", false],
    ["WORKFLOW_CORE_AUDIT_ENABLED", " YES ", "audit.enabled", true],
    ["WORKFLOW_MAX_WORKERS", "4.0", "max-workers", 4],
    ["WORKFLOW_CORE_TIMEOUT", "1_800", "timeout", 1_800_000],
    ["WORKFLOW_TIMEOUT", "0.5", "timeout", 500],
    ["LOG_LEVEL", "CRITICAL", "log.level", "fatal"],
    ["LOG_LEVEL", "30", "log.level", "warn"],
    ["LOG_LEVEL", "Debug", "log.level", "debug"],
    ["DATABASE_URL", "postgresql+asyncpg://u:p@h:5432/d", "store", "postgres://u:p@h:5432/d"],
    ["DATABASE_URL", "sqlite:///runs.db", "store", "file:runs.db"],
    ["DATABASE_URL", "sqlite:////var/runs.db", "store", "file:/var/runs.db"],
    ["WORKFLOW_RUN_SHELL", "JavaScript", "run.shell", "js"],
  ])("is read as Python programs write it: %s=%s", async (variable, text, key, value) => {
    expect((await load({ [variable]: text })).get(key)).toBe(value);
  });

  test("of two variables of one setting is the same, or one of them is our own", async () => {
    const both = { WORKFLOW_CORE_TIMEOUT: "60", WORKFLOW_TIMEOUT: "1 min" };
    expect((await load(both)).get("timeout")).toBe(60_000);
    expect(await problems({ ...both, WORKFLOW_TIMEOUT: "61" })).toEqual([
      "WORKFLOW_CORE_TIMEOUT and WORKFLOW_TIMEOUT both set timeout, and differ -> take one of them away, or set STEPWELL_TIMEOUT, which wins over both",
    ]);
    const settings = await load({ ...both, WORKFLOW_TIMEOUT: "61", STEPWELL_TIMEOUT: "5" });
    expect(settings.origin("timeout")).toEqual({ layer: "environment", variable: "STEPWELL_TIMEOUT" });
  });
});

describe("secrets and variables", () => {
  test("come from the file, from files that it names, and from the environment above it", async () => {
    mkdirSync(join(folder, "run"));
    write("run/key", "from a file\n");
    write(
      "stepwell.yml",
      "secrets: { TOKEN: one, KEY: { file: run/key } }\nvars: { REGION: eu, LIST: [1, { a: 2 }] }\n",
    );
    const settings = await load({ STEPWELL_SECRET_TOKEN: "two", STEPWELL_VAR_STAGE: "test" });
    const secrets = Object.fromEntries([...settings.named("secrets")].map(([name, { value }]) => [name, value]));
    expect(secrets).toEqual({ TOKEN: "two", KEY: "from a file" });
    expect([...settings.named("vars")].map(([name, { value, origin }]) => [name, value, origin.layer])).toEqual([
      ["REGION", "eu", "file"],
      ["LIST", [1, { a: 2 }], "file"],
      ["STAGE", "test", "environment"],
    ]);
  });

  test("are refused where they have no name, or are no text", async () => {
    write("stepwell.yml", "secrets: { 1A: x, B: { file: none }, C: [x] }\nvars: 5\n");
    const found = (await problems()).map((one) => one.replace(/ENOENT.*open/, "ENOENT"));
    expect(found).toEqual([
      "stepwell.yml:1:12: secrets.1A is set, and its name cannot be used -> give a name of letters, digits and _, that does not begin with a digit",
      `stepwell.yml:1:22: secrets.B is set, and its file cannot be read: ENOENT '${join(folder, "none")}' -> give text, or { file: path }`,
      "stepwell.yml:1:41: secrets.C is set, and it cannot be read as a secret -> give text, or { file: path }",
      "stepwell.yml:2:7: vars is set, and it is no map -> give names and their values",
    ]);
  });
});

test("nobody else is given what settings are made from, and nothing secret is shown", async () => {
  const variables = {
    PATH: "/bin",
    STEPWELL_KEYS: "a:geheim",
    DATABASE_URL: "postgres://u:geheim@h/d",
    STEPWELL_SECRET_T: "geheim",
  };
  const loader = new SettingsLoader(variables);
  expect(loader.rest).toEqual({ PATH: "/bin" });
  const settings = await loader.load({ folder });
  for (const shown of [inspect(loader), inspect(settings), JSON.stringify(settings), JSON.stringify(settings.shown())])
    expect(shown).not.toContain("geheim");
  expect(settings.shown()[0]).toMatchObject({ value: "postgres://u:***@h/d", from: "DATABASE_URL" });
});

test("variables that look like settings and are none are named", async () => {
  const loader = new SettingsLoader({
    STEPWELL_STROE: "x",
    WORKFLOW_CORE_TIMOUT: "1",
    STEPWELL_OUTPUT: "f",
    HOME: "/",
  });
  expect((await loader.strays()).map(({ message, hint }) => `${message} -> ${hint}`)).toEqual([
    'the environment: there is no setting "STEPWELL_STROE" -> did you mean "STEPWELL_STORE"?',
    'the environment: there is no setting "WORKFLOW_CORE_TIMOUT" -> did you mean "WORKFLOW_CORE_TIMEOUT"?',
  ]);
});
