/** The pool for tasks with `isolation: "thread"`. */
import type { HostThread } from "../../host/port.ts";
import { failure, isFailure } from "../../model/errors.ts";
import { type BodyPool, createPool, type PoolOptions } from "../bodies-elsewhere/pool.ts";
import type { Place } from "../bodies-elsewhere/pool-place.ts";
import { taskThreadMark } from "./inside-thread.ts";

export interface ThreadPoolOptions extends PoolOptions {
  /** The threads' program; for bundles, where it is not beside this file. */
  readonly entry?: URL;
}

// In the packed build all files are JavaScript.
const defaultEntry = new URL(
  import.meta.url.endsWith(".ts") ? "./task-thread.ts" : "./task-thread.js",
  import.meta.url,
);

export function createThreadPool(options: ThreadPoolOptions): BodyPool {
  const { host, entry = defaultEntry } = options;
  return createPool(options, {
    kind: "thread",
    start: () => {
      const thread = host.thread(entry, taskThreadMark);
      return thread === undefined ? undefined : placeOf(thread);
    },
    died: ({ task }, problem, cause) => failure("thread-died", { task, problem }, cause),
  });
}

function placeOf(thread: HostThread): Place {
  return {
    post: (message) => thread.post(message),
    onMessage: (fn) => thread.onMessage(fn as (message: unknown) => void),
    onExit: (fn) => thread.onExit((error) => fn(exitProblem(error), error)),
    stop: () => thread.stop(),
  };
}

function exitProblem(error: Error | undefined): string {
  if (error === undefined) return "it exited (process.exit?)";
  return isFailure(error, "thread-died") ? String(error.facts.problem) : `${error.name}: ${error.message}`;
}
