/**
 * A HostProcess on node:child_process.
 *
 * 1. It leads a process group of its own (not on Windows): what it starts ends with it.
 * 2. It never keeps this process alive.
 * 3. All that it has said and printed is told before its end is.
 */
import { type ChildProcess, fork } from "node:child_process";
import { inheritedArguments, inheritedNodeOptions } from "./inherited-arguments.ts";
import { nativeSetImmediate, nativeSetTimeout, outsideContexts } from "./natives.ts";
import type { HostProcess, HostProcessOptions, ProcessEnd } from "./port.ts";

const hasGroups = process.platform !== "win32";
/** Between the loss of the channel, which an ending process closes first, and the conclusion that it will not end. */
const endingMs = 500;

export function startProcess(module: URL, options: HostProcessOptions): HostProcess {
  const child = outsideContexts(() => spawned(module, options));
  const ended = Promise.withResolvers<ProcessEnd>();
  // What comes before the exit in the pipes is read by the next poll at the latest.
  const end = (how: ProcessEnd): void => afterPoll(() => ended.resolve(how));
  child.on("exit", (code, signal) => {
    kill(child, "SIGKILL");
    end({ code, signal });
  });
  child.on("error", (error) => {
    if (child.pid === undefined) end({ code: null, signal: null, error });
  });
  // Without its channel it can neither be told nor heard.
  child.on(
    "disconnect",
    () => void outsideContexts(() => nativeSetTimeout(() => kill(child, "SIGKILL"), endingMs)).unref(),
  );
  void ended.promise.then(() => letGo(child));
  return {
    post: (message) => {
      // One that has ended hears nothing; its end is told.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (fn) => void child.on("message", fn),
    onOutput: (fn) => {
      child.stdout?.setEncoding("utf8").on("data", (text: string) => fn("stdout", text));
      child.stderr?.setEncoding("utf8").on("data", (text: string) => fn("stderr", text));
    },
    onExit: (fn) => void ended.promise.then(fn),
    kill: (signal) => kill(child, signal),
  };
}

function spawned(module: URL, { argument, heapBytes }: HostProcessOptions): ChildProcess {
  const heap = heapBytes === undefined ? [] : [`--max-old-space-size=${Math.max(1, Math.floor(heapBytes / 2 ** 20))}`];
  const { NODE_OPTIONS: given, ...env } = process.env;
  const nodeOptions = inheritedNodeOptions(given);
  const child = fork(module, [argument], {
    detached: hasGroups,
    // The last one is the life-line (life-line-descriptor.ts).
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
    execArgv: [...inheritedArguments(process.execArgv), ...heap],
    env: nodeOptions === undefined ? env : { ...env, NODE_OPTIONS: nodeOptions },
  });
  child.unref();
  child.channel?.unref();
  for (const stream of pipesOf(child)) {
    stream.on("error", () => {});
    stream.unref?.();
  }
  return child;
}

interface Pipe {
  on(event: "error", fn: () => void): unknown;
  destroy(): unknown;
  unref?(): unknown;
}

function pipesOf(child: ChildProcess): Pipe[] {
  return child.stdio.flatMap((stream) => (stream === null || stream === undefined ? [] : [stream as Pipe]));
}

function letGo(child: ChildProcess): void {
  for (const stream of pipesOf(child)) stream.destroy();
}

/** The whole group; its leader may be gone already. */
function kill(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  if (!hasGroups) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // None of it is left.
  }
}

function afterPoll(fn: () => void): void {
  outsideContexts(() => nativeSetImmediate(() => void nativeSetImmediate(fn)));
}
