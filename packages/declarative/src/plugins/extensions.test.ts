import { definePlugin, memory, type Plugin, Stepwell, task } from "@stepwell/core";
import { expect, test } from "vitest";
import { SettingsLoader } from "../config/index.ts";
import { renderProblems } from "../diagnosis/render.ts";
import { jsonSchema } from "../format/json-schema.ts";
import { reference } from "../format/reference.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import { definitionWorkflow } from "../interpret/definition-workflow.ts";
import { makeServices } from "../interpret/services.ts";
import { definitionsOf, loadText } from "../load/load.ts";
import { markdown } from "../render/markdown.ts";
import type { StageType } from "../stages/stage-type.ts";
import { Triggers } from "../triggers/triggers.ts";
import { configuredTasks } from "../workflow/configured-tasks.ts";
import { Extensions } from "./extensions.ts";

const slack: StageType = {
  key: "slack",
  value: { shape: { kind: "text" }, doc: "Tells a channel.", example: "slack: hello\nchannel: ops\n", template: true },
  keys: { channel: { shape: { kind: "text" }, doc: "Where.", example: "ops", template: true } },
  run: async (stage, s) => ({
    outputs: await s.step((body) => ({ said: `${stage.keys.channel}: ${stage.value}`, attempt: body.attempt })),
  }),
};

const shout = {
  name: "shout",
  arity: { least: 0, most: 0 },
  doc: "In capitals.",
  example: { expression: "'a' | shout", result: "A!" },
  evaluate: (value: unknown) => `${String(value).toUpperCase()}!`,
};

function plugin(
  name: string,
  ...given: readonly (readonly [kind: string, name: string, implementation: unknown])[]
): Plugin {
  return definePlugin({ name, setup: (engine) => given.forEach((one) => void engine.register(...one)) });
}

const double = task("double", ({ n }: { n: number }) => ({ twice: 2 * n }));
const chat = plugin("chat", ["stage", "slack", slack], ["filter", "shout", shout], ["task", "math/double@v1", double]);
const yaml = (stage: string) => `name: f\nparams: { who: str }\njobs:\n  a:\n    stages:\n      - ${stage}\n`;
const load = async (text: string, extensions: Extensions) =>
  await loadText({ file: "f.yml", text, format: "yaml" }, extensions.loading);

test("a plugin's stage, filter and task are as good as built-in ones, durable and checked", async () => {
  const extensions = await Extensions.of([chat]);
  const text = yaml(
    'slack: "${{ params.who | shout }}"\n        channel: ops\n      - id: twice\n        uses: math/double@v1\n        with: { n: 21 }',
  );
  const [definition] = definitionsOf(await load(text, extensions));
  if (definition === undefined) throw new TypeError("no definition");
  const settings = await new SettingsLoader({}).load({ folder: "/nowhere" });
  const tasks = configuredTasks({ settings, folder: "/nowhere", inherited: {}, registered: extensions.tasks });
  const services = makeServices({ ...extensions.services, tasks, workspaces: "/tmp/stepwell-plugins" });
  const workflow = definitionWorkflow(definition, services);
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow], plugins: extensions.plugins });
  const outputs = await engine.execute(workflow, { definition, params: { who: "ann" } });
  expect(outputs).toEqual({ a: { said: "ops: ANN!", attempt: 1, twice: 42 } });
  // The engine has them, too.
  expect(engine.implementation("stage", "slack")).toBe(slack);
});

test("its key takes part in the validator, in did you mean, in the schema and in the reference", async () => {
  const extensions = await Extensions.of([chat]);
  const { problems } = await load(yaml("slakc: hello\n        chanel: ops"), extensions);
  expect(renderProblems(problems)).toContain('did you mean "slack"?');
  const key = await load(yaml("slack: hello\n        chanel: ops"), extensions);
  expect(renderProblems(key.problems)).toContain('did you mean "channel"?');
  const filter = await load(yaml('echo: "${{ params.who | shuot }}"'), extensions);
  expect(renderProblems(filter.problems)).toContain('did you mean "shout"?');
  expect(JSON.stringify(jsonSchema(extensions.loading.stages))).toContain('"slack"');
  expect(reference(extensions.loading.stages)).toContain("Tells a channel.");
  // Without the plugin nobody knows it: nothing is registered for all.
  const without = await load(yaml("slack: hello"), await Extensions.of([]));
  expect(without.problems.length).toBeGreaterThan(0);
});

const topic: TriggerShape = {
  key: "topic",
  value: { shape: { kind: "text" }, doc: "When a message comes in.", example: "orders" },
  keys: {
    least: {
      shape: { kind: "number", whole: true, least: 1 },
      doc: "Of how many messages.",
      example: "10",
      default: "1",
    },
  },
};

test("a plugin's kind of trigger is checked, shown in plan and schema, and there for whoever starts runs", async () => {
  const extensions = await Extensions.of([plugin("topics", ["trigger", "topic", topic])]);
  const of = (on: string) => `name: f\non:\n  - ${on}\njobs: { a: { stages: [{ echo: hi }] } }\n`;
  const [definition] = definitionsOf(await load(of("topic: orders\n    least: 10\n  - manual: true"), extensions));
  if (definition === undefined) throw new TypeError("no definition");
  const triggers = new Triggers(definition.on);
  expect(triggers.manual).toBe(true);
  expect(triggers.ofKind("topic")).toEqual([
    { type: "plugin", kind: "topic", value: "orders", keys: { least: 10 }, at: "f.yml:3" },
  ]);
  expect(triggers.ofKind("queue")).toEqual([]);
  expect(markdown(definition)).toContain("topic orders");
  expect(JSON.stringify(jsonSchema([], extensions.loading.triggers))).toContain("When a message comes in.");
  for (const [wrong, said] of [
    ["topc: orders", 'did you mean "topic"?'],
    ["topic: orders\n    lest: 3", 'did you mean "least"?'],
    ["topic: orders\n    least: none", "a whole number"],
    ["topic: [orders]", "text"],
    ["topic: orders\n    manual: true", "manual, topic"],
    ["timezone: UTC", "topic"],
  ] as const)
    expect(renderProblems((await load(of(wrong), extensions)).problems)).toContain(said);
  // Without the plugin nobody knows it.
  const { problems } = await load(of("topic: orders"), await Extensions.of([]));
  expect(problems.map(({ code }) => code)).toContain("unknown-key");
});

test.each([
  [[chat, plugin("other", ["stage", "slack", slack])], 'plugin "chat"', 'plugin "other"'],
  [[chat, plugin("other", ["task", "math/double@v1", double])], 'plugin "chat"', 'plugin "other"'],
  [[plugin("own", ["trigger", "cron", { ...topic, key: "cron" }])], "the package itself", 'plugin "own"'],
  [[plugin("own", ["stage", "bash", { ...slack, key: "bash" }])], "the package itself", 'plugin "own"'],
  [[plugin("own", ["filter", "upper", { ...shout, name: "upper" }])], "the package itself", 'plugin "own"'],
  [[chat, chat], "plugins[0]", "plugins[1]"],
])("a name that is taken is an error that names both: %#", async (plugins, first, second) => {
  await expect(Extensions.of(plugins)).rejects.toMatchObject({ code: "duplicate-name", facts: { first, second } });
});

test.each([
  ["stage", "slack", { ...slack, key: "slick" }, 'has another key: "slick"'],
  ["stage", "slack", { key: "slack" }, "is no StageType"],
  ["stage", "slack", null, "is no StageType"],
  ["trigger", "topic", { ...topic, key: "subject" }, 'has another key: "subject"'],
  ["trigger", "topic", { key: "topic" }, "is no TriggerShape"],
  ["trigger", "topic", { ...topic, keys: { match: topic.value } }, 'has the key "match", which means something else'],
  ["trigger", "Topic", { ...topic, key: "Topic" }, "small letters"],
  ["stage", "retry", { ...slack, key: "retry" }, "a key that every stage has"],
  ["stage", "with", { ...slack, key: "with" }, 'a key of "uses"'],
  ["stage", "slack", { ...slack, keys: { timeout: slack.value } }, 'has the key "timeout"'],
  ["filter", "shout", { ...shout, arity: undefined }, "needs name, arity and evaluate"],
  ["task", "double", double, "path/name@tag"],
  ["task", "math/double@v1", () => 1, "task(…)"],
])("what cannot be used is refused when it is registered: %s %s %#", async (kind, name, implementation, problem) => {
  await expect(Extensions.of([plugin("p", [kind, name, implementation])])).rejects.toMatchObject({
    code: "plugin-invalid",
    message: expect.stringContaining(problem),
  });
});

test("a plugin is set up once, hears every engine that is given what it has added, and can stop", async () => {
  let setUps = 0;
  const heard: string[] = [];
  let stop = (): void => {};
  const ears = definePlugin({
    name: "ears",
    setup(engine) {
      setUps++;
      stop = engine.on("run-finished", ({ id }) => void heard.push(id));
      expect(() => engine.implementation("stage", "nothing")).toThrow(
        expect.objectContaining({ code: "unknown-implementation" }),
      );
    },
  });
  const extensions = await Extensions.of([ears]);
  const [definition] = definitionsOf(await load("name: f\njobs: { a: { stages: [{ echo: hi }] } }\n", extensions));
  if (definition === undefined) throw new TypeError("no definition");
  const run = async (id: string): Promise<void> => {
    const workflow = definitionWorkflow(definition, makeServices({ workspaces: "/nowhere" }));
    await using engine = await Stepwell.open({ store: memory(), workflows: [workflow], plugins: extensions.plugins });
    await engine.execute(workflow, { definition, params: {} }, { id });
    if (heard.length === 0 || id === "second") await expect.poll(() => heard.at(-1)).toBe(id);
  };
  await run("first");
  await run("second");
  expect([setUps, heard]).toEqual([1, ["first", "second"]]);
  stop();
});
