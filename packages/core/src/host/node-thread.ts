/** A HostThread on node:worker_threads. */
import { Worker } from "node:worker_threads";
import { failure } from "../model/errors.ts";
import { outsideContexts } from "./natives.ts";
import type { HostThread } from "./port.ts";

/**
 * Starts a thread. It never keeps the process alive; its output goes where the process's goes.
 * @param data what the thread finds in `workerData`; cloned
 */
export function startThread(module: URL, data: unknown): HostThread {
  const worker = outsideContexts(() => new Worker(module, { workerData: data }));
  worker.unref();
  const exitListeners: ((error: Error | undefined) => void)[] = [];
  let reason: Error | undefined;
  let stopping = false;
  let ended = false;
  worker.on("error", (error) => {
    reason = asError(error);
  });
  worker.on("exit", (code) => {
    ended = true;
    if (stopping) reason = undefined;
    else if (reason === undefined && code !== 0) reason = exitedWith(module, code);
    for (const listener of exitListeners) listener(reason);
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (fn) => {
      worker.on("message", fn);
      // Listening references the thread again.
      worker.unref();
    },
    onExit: (fn) => {
      if (ended) queueMicrotask(() => fn(reason));
      else exitListeners.push(fn);
    },
    stop: async () => {
      stopping = true;
      await worker.terminate();
    },
  };
}

function exitedWith(module: URL, code: number): Error {
  return failure("thread-died", { task: module.href, problem: `it ended with exit code ${code}` });
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return failure("thread-died", { task: "", problem: `it threw ${String(thrown)}` }, thrown);
}
