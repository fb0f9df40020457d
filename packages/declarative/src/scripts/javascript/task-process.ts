/**
 * The program that executes a task of a user's module, or says what tasks it has. It reads what to do from one
 * descriptor; on another it writes a line for each message of the task, and at the end what came of it.
 *
 * A module that cannot be loaded ends this process as Node ends one: with its file and line on stderr.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { plainOutputs } from "./plain-outputs.ts";
import { type TaskContextFacts, taskContext } from "./task-context.ts";
import { checked, type TaskSchema } from "./task-schema.ts";
import { unwired, type Wire } from "./unwired.ts";

interface Given {
  readonly file: string;
  /** `load@v1`; left out, it is asked what there is. */
  readonly call?: { readonly name: string; readonly args: Wire; readonly context: TaskContextFacts };
}

/** What `task(…)` of the core makes, whichever copy of it made it. */
interface FoundTask {
  readonly taskName: string;
  readonly options: { readonly input?: TaskSchema; readonly output?: TaskSchema };
  body(input: unknown, context: object): unknown;
}

const given = JSON.parse(readFileSync(3, "utf8")) as Given;
const descriptor = 5;
let said = false;

function write(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}

/** The last that is written, and the end: what the task has left open is not waited for. */
function end(answer: object, code = 0): void {
  if (said) return;
  said = true;
  write(JSON.stringify(answer));
  process.exit(code);
}

function fail(error: unknown): void {
  const isError = error instanceof Error;
  process.stderr.write(`${isError ? error.stack : String(error)}\n`);
  end({ thrown: isError ? `${error.name}: ${error.message}` : String(error) }, 1);
}

const ours = /^(?:stepwell|@stepwell\/[\w-]+)(?:\/|$)/;
const ourFiles = new Set<string>();
const hashes = new Map<string, string>();

registerHooks({
  // A module finds our packages wherever it lies: these very copies, unless it has its own alone.
  resolve(specifier, context, next) {
    const isOurs = ours.test(specifier);
    const found = isOurs ? resolvedHere(specifier, context, next) : next(specifier, context);
    if (isOurs || ourFiles.has(context.parentURL ?? "")) ourFiles.add(found.url);
    return found;
  },
  load(url, context, next) {
    if (url.startsWith("file:") && !ourFiles.has(url) && !/[\\/]node_modules[\\/]/.test(url)) {
      const file = fileURLToPath(url);
      hashes.set(file, createHash("sha256").update(readFileSync(file)).digest("hex"));
    }
    return next(url, context);
  },
});

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]["resolve"]>;

function resolvedHere(specifier: string, context: Parameters<Resolve>[1], next: Parameters<Resolve>[2]) {
  try {
    return next(specifier, { ...context, parentURL: import.meta.url });
  } catch {
    return next(specifier, context);
  }
}

/** By their names; one without a tag is the latest. */
function tasksOf(found: Readonly<Record<string, unknown>>): Map<string, FoundTask> {
  const tasks = new Map<string, FoundTask>();
  for (const value of Object.values(found)) {
    if (typeof value !== "function" || !("stepwell" in value) || value.stepwell !== "task") continue;
    const task = value as unknown as FoundTask;
    const name = task.taskName.includes("@") ? task.taskName : `${task.taskName}@latest`;
    const other = tasks.get(name);
    if (other !== undefined && other !== task) throw new TypeError(`two of its tasks are called "${name}"`);
    tasks.set(name, task);
  }
  return tasks;
}

/** What its schema says of arguments, where it can say that. */
function asked({ options: { input } }: FoundTask): object {
  const schema = input?.["~standard"].jsonSchema?.input({ target: "draft-2020-12" });
  if (schema?.properties === undefined) return { known: [], required: [], open: true };
  const { properties, required = [], additionalProperties } = schema;
  // Others are dropped by most schemas, and a typo would be a no-op: where they are not asked for, they are refused.
  const open = additionalProperties !== undefined && additionalProperties !== false;
  return { known: Object.keys(properties), required, open };
}

async function called(task: FoundTask, { args, context }: NonNullable<Given["call"]>): Promise<object> {
  const { input, output } = task.options;
  const arranged = await checked(input, unwired(args));
  if ("issues" in arranged) return { refused: arranged.issues };
  const result = await task.body(arranged.value, taskContext(context, write));
  const accepted = await checked(output, result);
  if ("issues" in accepted) return { problem: `what the task gives is not right: ${accepted.issues.join("; ")}` };
  const { value } = accepted;
  const isMap =
    typeof value === "object" && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value));
  const outputs = value === undefined || value === null ? {} : isMap ? value : { result: value };
  try {
    return { outputs: plainOutputs(outputs) };
  } catch (error) {
    return { problem: (error as Error).message.replace("result.outputs", "what the task gives") };
  }
}

async function loaded(): Promise<Map<string, FoundTask>> {
  return tasksOf((await import(pathToFileURL(given.file).href)) as Record<string, unknown>);
}

if (given.call === undefined) {
  const described = [...(await loaded())].map(([name, task]) => ({ name, export: name, ...asked(task) }));
  end({ outputs: { tasks: described, files: Object.fromEntries(hashes) } });
} else {
  process.on("uncaughtException", fail);
  try {
    const task = (await loaded()).get(given.call.name);
    end(
      task === undefined
        ? { problem: `there is no task "${given.call.name}" any more` }
        : await called(task, given.call),
    );
  } catch (error) {
    fail(error);
  }
}
