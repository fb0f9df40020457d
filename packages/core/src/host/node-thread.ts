/** A HostThread on node:worker_threads. */
import module from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import { failure } from "../model/errors.ts";
import { outsideContexts } from "./natives.ts";
import type { HostThread } from "./port.ts";

/**
 * Starts a thread. It never keeps the process alive; its output goes where the process's goes.
 * @param data what the thread finds in `workerData`; cloned
 */
export function startThread(program: URL, data: unknown): HostThread {
  const worker = outsideContexts(() => new Worker(program, { workerData: data, env: environment() }));
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
    else if (reason === undefined && code !== 0) reason = exitedWith(program, code);
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

/** A thread loads its program anew, and that takes it a second without the process's cache of compiled code. */
function environment(): NodeJS.ProcessEnv {
  const cache = module.getCompileCacheDir();
  // The folder that Node was given; below it there is one for each of its versions.
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
}

function exitedWith(program: URL, code: number): Error {
  return failure("thread-died", { task: program.href, problem: `it ended with exit code ${code}` });
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return failure("thread-died", { task: "", problem: `it threw ${String(thrown)}` }, thrown);
}
