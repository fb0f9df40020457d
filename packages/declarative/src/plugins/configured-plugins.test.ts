import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SettingsLoader } from "../config/index.ts";
import { confFolder } from "../workflow/conf-folder.fixture.ts";
import { Workflow } from "../workflow/workflow.ts";
import { configuredPlugins } from "./configured-plugins.ts";

const flows = {
  "flows.yml":
    "good: { jobs: { a: { stages: [{ id: say, echo: hi }] } } }\nbad: { jobs: { a: { stages: [{ raise: out of rows }] } } }\n",
};

async function hooks(): Promise<{ url: string; heard: unknown[] }> {
  const heard: unknown[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      heard.push(JSON.parse(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard };
}

test("logging, monitoring and notification are switched on by settings, and do their work", async () => {
  const { path, from } = confFolder(flows);
  const { url, heard } = await hooks();
  writeFileSync(
    join(path, "stepwell.yml"),
    `store: "memory:"\nplugins: [logging, monitoring, notification]\nlog: { level: debug }\nlogging: { file: out/log }\nmonitoring: { file: out/prom }\nnotification: { webhook: "${url}" }\n`,
  );
  for (const name of ["good", "bad"]) await (await Workflow.fromConf(name, from)).execute({}, { runId: name });
  await expect
    .poll(() => heard)
    .toMatchObject([{ workflow: "bad", run: "bad", status: "failed", text: expect.stringContaining("out of rows") }]);
  const lines = () =>
    readFileSync(join(path, "out/log"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  await expect
    .poll(() => lines().map(({ level, event, run, step, status }) => [level, event, run, step ?? status].join(" ")))
    .toEqual([
      "info run-started good ",
      "debug step-finished good a/say",
      "info run-finished good completed",
      "info run-started bad ",
      "error run-finished bad failed",
    ]);
  const metrics = () => readFileSync(join(path, "out/prom"), "utf8");
  await expect
    .poll(metrics, { timeout: 10_000 })
    .toContain('stepwell_runs_finished_total{workflow="bad",status="failed"} 1\n');
  // Each workflow has an engine of its own: they count together.
  expect(metrics()).toContain('stepwell_steps_total{workflow="good",result="success"} 1\n');
});

const load = async (plugins: string, variables: Record<string, string> = {}, folder = confFolder(flows).path) => {
  const settings = await new SettingsLoader({ STEPWELL_PLUGINS: plugins, ...variables }).load({ folder });
  return await configuredPlugins({ settings, folder });
};

test("a module's plugins are loaded by its path, once for a set of settings", async () => {
  const { path } = confFolder(flows);
  writeFileSync(
    join(path, "two.ts"),
    'import { definePlugin } from "@stepwell/core";\nlet n = 0;\nconst filter = { name: "n", arity: { least: 0, most: 0 }, doc: "", example: { expression: "1", result: 1 }, evaluate: () => ++n };\nexport const one = definePlugin({ name: "one", setup: (engine) => engine.register("filter", "n", filter) });\nexport const again = one;\n',
  );
  const extensions = await load("./two.ts", {}, path);
  expect(extensions.filters.map(({ name }) => name)).toEqual(["n"]);
  expect(extensions.plugins.map(({ name }) => name)).toEqual(["one"]);
});

test.each([
  ["loging", {}, "plugin-unknown", 'STEPWELL_PLUGINS: no plugin is called "loging" did you mean "logging"?'],
  ["notification", {}, "plugin-invalid", "notification.webhook"],
  ["notification", { STEPWELL_NOTIFICATION_EMAIL: "a@example.org" }, "email-unconfigured", "no server is set"],
  ["logging,logging", {}, "plugin-twice", 'STEPWELL_PLUGINS: the plugin "logging" is named twice'],
])("what is not right with %s is said before anything runs", async (plugins, variables, code, text) => {
  const error = await load(plugins, variables).catch((found: unknown) => found);
  expect(error).toMatchObject({ code });
  const { message, hint } = error as { message: string; hint: string };
  expect(`${message} ${hint}`).toContain(text);
});

test.each([
  ["const = 2;\n", "plugin-not-loadable", "a.ts"],
  ['throw new RangeError("not today");\n', "plugin-not-loadable", "not today"],
  ["export const a = 1;\n", "plugin-invalid", "no plugin"],
])("a module that gives no plugin is named with the cause: %s", async (text, code, problem) => {
  const { path } = confFolder(flows);
  writeFileSync(join(path, "a.ts"), text);
  await expect(load("./a.ts", {}, path)).rejects.toMatchObject({ code, message: expect.stringContaining(problem) });
});

const pluginNamed = (name: string) =>
  `import { definePlugin } from "@stepwell/core";\nexport const one = definePlugin({ name: "${name}", setup() {} });\n`;

test("a module that is not there is told by the line that names it, and by the file that was probably meant", async () => {
  const { path } = confFolder(flows);
  writeFileSync(join(path, "stepwell.yml"), "store: 'memory:'\nplugins: [logging, ./slak.ts]\n");
  writeFileSync(join(path, "slack.ts"), pluginNamed("slack"));
  const failed = async () => {
    const settings = await new SettingsLoader({}).load({ folder: path });
    return await configuredPlugins({ settings, folder: path }).catch((error: unknown) => error);
  };
  expect(await failed()).toMatchObject({
    code: "plugin-missing",
    message: `stepwell.yml:2:10: the module of the plugin "./slak.ts" is not there: ${join(path, "slak.ts")}`,
    hint: 'did you mean "./slack.ts"?',
  });
  writeFileSync(join(path, "stepwell.yml"), "plugins: ./slack\n");
  expect(await failed()).toMatchObject({ code: "plugin-unknown", hint: 'did you mean "./slack.ts"?' });
});

test("modules of a settings file elsewhere begin at its folder", async () => {
  const { path } = confFolder(flows);
  writeFileSync(join(path, "conf/stepwell.yml"), "plugins: [logging, ./slack.ts]\n");
  writeFileSync(join(path, "conf/slack.ts"), pluginNamed("slack"));
  const settings = await new SettingsLoader({}).load({ folder: path, file: "conf/stepwell.yml" });
  const { plugins } = await configuredPlugins({ settings, folder: path });
  expect(plugins.map(({ name }) => name)).toEqual(["logging", "slack"]);
});

test("the same module under two paths is named twice; two plugins of one name are told with their modules", async () => {
  const { path } = confFolder(flows);
  for (const file of ["a.ts", "b.ts"]) writeFileSync(join(path, file), pluginNamed("slack"));
  await expect(load("./a.ts,a.ts", {}, path)).rejects.toMatchObject({ code: "plugin-twice", facts: { name: "a.ts" } });
  const facts = { first: "a.ts", second: "b.ts" };
  await expect(load("a.ts,b.ts", {}, path)).rejects.toMatchObject({ code: "duplicate-name", facts });
});
