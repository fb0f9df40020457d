/** Definitions that use tasks: validated, run, killed in the middle, and resumed on code that has changed. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
mkdirSync(`${folder.path}/tasks/etl`, { recursive: true });
const tasks = (word: string) => `import { appendFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { task } from "stepwell";

export const note = task("note@v1", async ({ file, ms }: { file: string; ms: number }) => {
  appendFileSync(file, "${word} ");
  await setTimeout(ms);
  return { word: "${word}" };
});
`;
writeFileSync(`${folder.path}/tasks/etl/notes.ts`, tasks("first"));
writeFileSync(
  `${folder.path}/tasks/shout.py`,
  "def shout(text: str, times: int = 1):\n    return {'loud': text.upper() * times}\n",
);

const yaml = (uses: string, given = 'text: "${{ stages.note.outputs.word }}"') => `name: using
params: { file: str, ms: { type: int, default: 0 } }
jobs:
  a:
    stages:
      - id: note
        uses: etl/notes/note@v1
        with: { file: "\${{ params.file }}", ms: "\${{ params.ms }}" }
      - id: shout
        uses: ${uses}
        with: { ${given} }
`;
const shout = "shout/shout@latest";

test("validate names each task that is not there, and each argument that is not known, at its place", async () => {
  folder.write("wrong.yml", `${yaml("shout/shuot@latest")}      - uses: ${shout}\n        with: { txet: x }\n`);
  const { code, stdout } = await folder.run("validate", "wrong.yml");
  expect(code).toBe(2);
  expect(stdout).toContain('wrong.yml:10:15  there is no task "shout/shuot@latest": shout.py has shout@latest');
  expect(stdout).toContain('did you mean "shout/shout@latest"?');
  expect(stdout).toContain(
    'wrong.yml:12:15  the arguments of task "shout/shout@latest" are not right: "text" is missing',
  );
  expect(stdout).toContain(
    'wrong.yml:13:17  the arguments of task "shout/shout@latest" are not right: there is no argument "txet"; did you mean "text"?',
  );
});

test("validate warns where there is no Docker for a stage that wants it", async () => {
  folder.write("docker.yml", "name: d\njobs:\n  a:\n    stages:\n      - docker: alpine:3\n      - docker: alpine:4\n");
  const { code, stdout } = await folder.start(["validate", "docker.yml"], { DOCKER_HOST: "unix:///nowhere/d.sock" })
    .ended;
  expect(code).toBe(0);
  expect(stdout.match(/docker\.yml:\d+:\d+ {2}there is no Docker at unix:\/\/\/nowhere\/d\.sock/g)).toEqual([
    "docker.yml:5:9  there is no Docker at unix:///nowhere/d.sock",
  ]);
});

test("a run killed within a task goes on at that very task; on changed code it does not", {
  timeout: 180_000,
}, async () => {
  folder.write("using.yml", yaml(shout));
  const file = `${folder.path}/notes.txt`;
  const read = () => readFileSync(file, { encoding: "utf8", flag: "a+" });
  const running = folder.start(["run", "using.yml", "--id", "u-1", "-p", `file=${file}`, "-p", "ms=3000"]);
  await expect.poll(read, { timeout: 30_000 }).toBe("first ");
  running.kill("SIGKILL");
  await running.ended;
  writeFileSync(`${folder.path}/tasks/etl/notes.ts`, tasks("changed"));
  const refused = await folder.run("resume", "u-1");
  expect(refused.stderr).toContain(
    'task "etl/notes/note@v1" is not what it was when the run began: etl/notes.ts has changed',
  );
  expect(read()).toBe("first ");
  writeFileSync(`${folder.path}/tasks/etl/notes.ts`, tasks("first"));
  const { code, stdout } = await folder.run("retry", "u-1", "-q");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ a: { word: "first", loud: "FIRST" } });
  expect(read()).toBe("first first ");
});

test("a plugin's stage is validated, planned, described and run; one that cannot be loaded is named with its line", async () => {
  folder.write(
    "chat.ts",
    `import { definePlugin } from "stepwell";
const chat = {
  key: "chat",
  value: { shape: { kind: "text" }, doc: "Tells a channel.", example: "chat: hello", template: true },
  run: async (stage: { value: unknown }, s: { step(body: () => object): Promise<object> }) => ({
    outputs: await s.step(() => ({ said: stage.value })),
  }),
};
export const chatting = definePlugin({ name: "chat", setup: (engine) => engine.register("stage", "chat", chat) });
`,
  );
  folder.write("chat.yml", `name: c\njobs: { a: { stages: [{ chat: "\${{ 'hi' | upper }}" }] } }\n`);
  const variables = { STEPWELL_PLUGINS: "logging, ./chat.ts" };
  const run = async (...words: string[]) => await folder.start(words, variables).ended;
  expect(await run("validate", "chat.yml")).toMatchObject({ code: 0 });
  expect((await run("schema")).stdout).toContain('"chat"');
  expect(await run("plan", "chat.yml")).toMatchObject({ code: 0 });
  const { code, stdout } = await run("run", "chat.yml", "-q");
  expect([code, JSON.parse(stdout)]).toEqual([0, { a: { said: "HI" } }]);
  expect(readFileSync(`${folder.path}/.stepwell/runs.log`, "utf8")).toContain('"event":"run-finished"');
  expect((await folder.run("validate", "chat.yml")).code).toBe(2);
  for (const [text, line] of [
    ["export const a = 1;\nconst = 2;\n", 2],
    ['\nthrow new RangeError("no");\n', 2],
  ] as const) {
    folder.write("chat.ts", text);
    expect((await run("validate", "chat.yml")).stderr).toContain(`chat.ts:${line}`);
  }
}, 180_000);
