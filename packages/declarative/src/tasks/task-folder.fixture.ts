/** A folder of task modules, for tests. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { onTestFinished } from "vitest";
import { TaskRegistry } from "./task-registry.ts";

export class TaskFolder {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "stepwell-tasks-")));

  constructor(files: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(files)) this.write(name, text);
    onTestFinished(() => rmSync(this.root, { recursive: true, force: true }));
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(join(this.root, name)), { recursive: true });
    writeFileSync(join(this.root, name), text);
  }

  registry(...more: readonly string[]): TaskRegistry {
    const inherited = { PATH: process.env.PATH };
    return new TaskRegistry({ roots: [this.root, ...more], registered: new Map(), host: nodeHost(), inherited });
  }
}

/** A task in TypeScript that gives back its arguments, with a schema that says its names. */
export const orders = `
import { task } from "@stepwell/core";
import { tag } from "./lib/tag.ts";

const properties = { day: {}, rows: {} };
const input = {
  "~standard": {
    version: 1 as const,
    vendor: "test",
    validate: (value: unknown) =>
      typeof (value as { day?: unknown }).day === "string"
        ? { value: { rows: 10, ...(value as { day: string; rows?: number }) } }
        : { issues: [{ message: "must be text", path: ["day"] }] },
    jsonSchema: { input: () => ({ properties, required: ["day"], additionalProperties: false }), output: () => ({}) },
  },
};

export const load = task("load@v1", { input }, async (args, t) => {
  t.log("loading " + args.day, "warn");
  t.progress(1, 2);
  return { day: args.day, rows: args.rows, tag, attempt: t.attempt, key: t.key, uuid: t.uuid() };
});
export const count = task("count", () => 3);
export const fails = task("fails@v1", () => { throw new RangeError("out of rows"); });
`;

export const reports = `
import asyncio
from .helpers import greet

def hello(name: str, times: int = 1, *, loud=False, context=None):
    print("greeting", times)
    return {"text": greet(name) * times, "attempt": context["attempt"]}

hello.task = "hello@v2"

async def anything(**given):
    await asyncio.sleep(0)
    return given

def plain():
    return [1, 2]

def _hidden():
    pass
`;

export const helpers = 'def greet(name):\n    return f"hi {name}"\n';
