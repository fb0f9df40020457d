/** Finds a task in the module that it was defined in, and says clearly why that cannot be done. */
import { fileURLToPath } from "node:url";
import { caught } from "../../model/caught.ts";
import { failure, type StepwellError } from "../../model/errors.ts";
import { messageOf } from "../../model/run-errors.ts";
import type { Schema } from "../../model/schema.ts";
import type { BodyJob, PlaceKind } from "./messages.ts";

/** As much of a Task as its place needs. */
export interface TaskLike {
  readonly stepwell: "task";
  readonly taskName: string;
  readonly options: { readonly input?: Schema; readonly output?: Schema };
  readonly body: (input: unknown, t: unknown) => unknown;
}

/** True for a task of this name, from any copy of the package. */
export function isTaskLike(value: unknown, name: string): value is TaskLike {
  if (typeof value !== "function") return false;
  const { stepwell, taskName, body } = value as Partial<TaskLike>;
  return stepwell === "task" && taskName === name && typeof body === "function";
}

/** @throws bad-task-module */
export async function findTask({ module, task }: BodyJob, place: PlaceKind): Promise<TaskLike> {
  const exported = await importModule(module, { task, place });
  for (const value of Object.values(exported)) if (isTaskLike(value, task)) return value;
  const problem = `its module ${readable(module)} exports no task of that name; export it`;
  throw failure("bad-task-module", { task, place, problem });
}

/** The error for a task without a module. */
export function closureFailure(task: string, place: PlaceKind): StepwellError {
  const problem = `it was defined in no file (eval, REPL, or a test's string), so that a ${place} cannot load it`;
  return failure("bad-task-module", { task, place, problem });
}

async function importModule(
  module: string,
  wanted: { readonly task: string; readonly place: PlaceKind },
): Promise<Record<string, unknown>> {
  try {
    return (await import(module)) as Record<string, unknown>;
  } catch (thrown) {
    const cause = caught(thrown);
    const problem = `importing ${readable(module)} failed${placeOf(cause)}: ${messageOf(cause)}`;
    throw failure("bad-task-module", { ...wanted, problem }, cause);
  }
}

const file = String.raw`(file:\/\/.*?|\/.*?|[A-Za-z]:[\\/].*?)`;
/** A syntax error's stack begins with the place; but Node keeps that of plain JavaScript to itself. */
const headPlace = new RegExp(`^${file}:(\\d+)\\n`);
const framePlace = new RegExp(String.raw`^ +at (?:async |.*\()?${file}:(\d+):\d+\)?$`, "m");

/** ` at file:line` of what failed; "" when unknown. */
function placeOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const [, found, line] = headPlace.exec(stack) ?? framePlace.exec(stack) ?? [];
  // Nothing of the module had run yet when the only place is the import here.
  return found === undefined || found === import.meta.url ? "" : ` at ${readable(found)}:${line}`;
}

function readable(module: string): string {
  return module.startsWith("file:") ? fileURLToPath(module) : module;
}
