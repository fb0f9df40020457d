/**
 * The tasks that `uses: path/name@tag` may name: those of modules below the configured roots, and those that plugins have
 * registered. One per set of services; nothing of a user's module is loaded into this process.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { AnyTask } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { declarativeFailure } from "../errors.ts";
import { findTaskFile, type TaskFile, taskPaths } from "./task-files.ts";
import {
  type DescribedTask,
  describeModule,
  shownFile,
  type TaskModule,
  type TaskSurroundings,
} from "./task-module.ts";
import { taskNameOf } from "./task-name.ts";

export interface TaskRegistryOptions extends TaskSurroundings {
  /** Folders below which modules of tasks are. */
  readonly roots: readonly string[];
  /** Tasks of plugins, by `path/name@tag`. */
  readonly registered: ReadonlyMap<string, AnyTask>;
}

/** A task as a run keeps it: what it was when the run began. */
export interface TaskPin {
  /** `orders/load@v1`. */
  readonly uses: string;
  /** What the module calls it; of a plugin's task, "". */
  readonly export: string;
  /** Of all that its module is made of; of a plugin's task, of its text. */
  readonly hash: string;
  /** SHA-256 of each file, by its path from the root. */
  readonly files: Readonly<Record<string, string>>;
}

/** What is known of a task's arguments before it is called. */
export type TaskSignature = Pick<DescribedTask, "known" | "required" | "open">;

/** A task that can be called: in its module, or as it was registered. */
export type CallableTask = { readonly file: TaskFile } | { readonly task: AnyTask };

interface Found {
  readonly callable: CallableTask;
  readonly module: TaskModule | undefined;
  readonly described: TaskSignature & { readonly export: string };
}

export class TaskRegistry {
  readonly #options: TaskRegistryOptions;
  /** What modules said of themselves, by file: it holds while their files are the same. */
  readonly #modules = new Map<string, Promise<TaskModule>>();

  constructor(options: TaskRegistryOptions) {
    this.#options = options;
  }

  /** @throws task-unknown, task-twice, task-not-loadable, program-missing */
  async signature(uses: string): Promise<TaskSignature> {
    return (await this.#find(uses)).described;
  }

  /** What a run that begins now keeps of them. @throws as `signature` */
  async pins(uses: readonly string[]): Promise<readonly TaskPin[]> {
    const pins: TaskPin[] = [];
    for (const one of uses) pins.push(await this.#pin(one));
    return pins;
  }

  /** Where it is now, if it is still what it was. @throws task-changed, task-twice */
  callable({ uses, hash, files }: TaskPin): CallableTask {
    const task = this.#options.registered.get(uses);
    if (task !== undefined && hash === hashOfTask(task)) return { task };
    const file = task === undefined ? this.#file(uses) : undefined;
    if (file === undefined)
      throw declarativeFailure("task-changed", { name: uses, file: task?.place.text ?? "its module" });
    for (const [path, known] of Object.entries(files))
      if (hashOfFile(resolve(file.root, path)) !== known)
        throw declarativeFailure("task-changed", { name: uses, file: path });
    return { file };
  }

  async #pin(uses: string): Promise<TaskPin> {
    const { callable, module, described } = await this.#find(uses);
    if ("task" in callable) return { uses, export: "", hash: hashOfTask(callable.task), files: {} };
    const { root } = callable.file;
    const files = Object.entries(module?.files ?? {})
      .map(([file, hash]) => [relative(root, file).split(sep).join("/"), hash] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return { uses, export: described.export, hash: sha256(JSON.stringify(files)), files: Object.fromEntries(files) };
  }

  async #find(uses: string): Promise<Found> {
    const registered = this.#options.registered.get(uses);
    if (registered !== undefined)
      return {
        callable: { task: registered },
        module: undefined,
        described: { export: "", known: [], required: [], open: true },
      };
    const file = this.#file(uses);
    if (file === undefined) throw this.#unknown(uses, undefined);
    const module = await this.#describe(file);
    const name = taskNameOf(uses)?.name;
    const described = module.tasks.find((task) => task.name === name);
    if (described === undefined) throw this.#unknown(uses, { file, module });
    return { callable: { file }, module, described };
  }

  #file(uses: string): TaskFile | undefined {
    const name = taskNameOf(uses);
    return name === undefined ? undefined : findTaskFile(this.#options.roots, name.path);
  }

  async #describe(found: TaskFile): Promise<TaskModule> {
    const known = await this.#modules.get(found.file)?.catch(() => undefined);
    if (known !== undefined && Object.entries(known.files).every(([file, hash]) => hashOfFile(file) === hash))
      return known;
    const described = describeModule(found, this.#options);
    this.#modules.set(found.file, described);
    return await described;
  }

  #unknown(uses: string, at: { readonly file: TaskFile; readonly module: TaskModule } | undefined): Error {
    const { roots, registered } = this.#options;
    const path = taskNameOf(uses)?.path ?? "";
    const names = at === undefined ? taskPaths(roots) : at.module.tasks.map(({ name }) => name);
    const problem =
      at === undefined
        ? `there is no ${path}.ts, ${path}.js or ${path}.py`
        : `${shownFile(at.file)} has ${names.join(", ") || "none"}`;
    const tag = uses.slice(uses.lastIndexOf("/") + 1);
    const near = at === undefined ? nearestName(path, names) : nearestName(tag, names);
    const meant =
      near === ""
        ? ""
        : at === undefined
          ? near === tag.split("@", 1)[0]
            ? tag
            : `${near}/${tag}`
          : `${path}/${near}`;
    return declarativeFailure("task-unknown", {
      name: uses,
      problem,
      roots,
      nearest: meant || nearestName(uses, [...registered.keys()]),
    });
  }
}

function hashOfTask(task: AnyTask): string {
  return sha256(String(task.body));
}

function hashOfFile(file: string): string | undefined {
  try {
    return sha256(readFileSync(file));
  } catch {
    return undefined;
  }
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
