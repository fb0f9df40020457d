import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { task } from "../../operations/task.ts";
import { hiddenPlace } from "../threads/fixtures/tasks.ts";
import { createThreadPool } from "../threads/thread-pool.ts";
import { isTaskLike } from "./find-task.ts";
import { jobIn, jobOf, rejectionOf, resultOf } from "./job-for-test.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-tasks-"));
const pool = createThreadPool({ host: nodeHost(), size: 1 });

afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, source: string): string {
  const path = join(folder, name);
  writeFileSync(path, source);
  return pathToFileURL(path).href;
}

const problemOf = async (module: string, name = "t"): Promise<string> => {
  const error = (await rejectionOf(pool, jobIn(module, name))) as { code: string; message: string };
  expect(error.code).toBe("bad-task-module");
  return error.message.replaceAll(folder, "…");
};

test("a task that its module does not export is not found", async () => {
  expect(await rejectionOf(pool, jobIn(hiddenPlace.module, "hidden"))).toMatchObject({
    code: "bad-task-module",
    message: expect.stringMatching(
      /^task "hidden" cannot run in a thread: its module .*tasks\.ts exports no task of that name; export it$/,
    ),
    hint: expect.stringContaining("export the task"),
  });
});

test("what only looks like it is not taken for it", async () => {
  const module = write(
    "fakes.mjs",
    `
    export const a = { stepwell: "task", taskName: "t", body() {} };
    export const b = Object.assign(() => 1, { taskName: "t" });
    export const c = Object.assign(() => 1, { stepwell: "task", taskName: "other", body() {} });
    export const d = null;
  `,
  );
  expect(await problemOf(module)).toContain("exports no task of that name");
});

test("a task of another copy of the package is found by its shape", async () => {
  const source =
    'export const x = Object.assign(() => 1, { stepwell: "task", taskName: "t", options: {}, body: () => 7 });';
  expect(await resultOf(pool, jobIn(write("copy.mjs", source), "t"))).toBe(7);
  expect(
    isTaskLike(
      task("t", () => 1),
      "t",
    ),
  ).toBe(true);
});

test("a task without a module is a closure that cannot travel", async () => {
  expect(await problemOf("")).toMatch(/defined in no file/);
});

test.each([
  ["syntax.ts", "export const a = 1;\nconst foo bar = 2;\n", /importing …\/syntax\.ts failed at …\/syntax\.ts:2: /],
  ["syntax.mjs", "export const a = 1;\nconst foo bar = 2;\n", /importing …\/syntax\.mjs failed: Missing initializer/],
  ["enum.ts", "enum X { A }\n", /failed at …\/enum\.ts:1: TypeScript enum/],
  ["throws.ts", "\n\nthrow new Error('at the top');\n", /failed at …\/throws\.ts:3: at the top/],
  ["missing.ts", 'import "./nothing.ts";\n', /importing …\/missing\.ts failed: Cannot find module '…\/nothing\.ts'/],
  [
    "name.ts",
    'import { nothing } from "./throws-not.ts";\nnothing;\n',
    /failed at …\/name\.ts:1: .*export named 'nothing'/,
  ],
])("an error while importing %s carries file, line and cause", async (name, source, expected) => {
  write("throws-not.ts", "export const y = 1;\n");
  const module = write(name, source);
  expect(await problemOf(module)).toMatch(expected);
  expect(await rejectionOf(pool, jobIn(module, "t"))).toMatchObject({ cause: expect.any(Error) });
});

test("a module that is not there is named", async () => {
  expect(await problemOf(pathToFileURL(join(folder, "absent.ts")).href)).toMatch(
    /importing …\/absent\.ts failed: Cannot find module/,
  );
});

test("a module that throws what is no error is named, too", async () => {
  expect(await problemOf(write("text.mjs", "throw 'text';"))).toMatch(/importing …\/text\.mjs failed: text/);
});

test("the thread goes on after all of these", async () => {
  expect(await resultOf(pool, jobOf("double", 2))).toBe(4);
});
