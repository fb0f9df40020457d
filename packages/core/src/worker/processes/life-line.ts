/** Sees to it that this process does not outlive the one that has started it. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { endGroup } from "./end-group.ts";

// In the packed build all files are JavaScript.
const watcher = new URL(
  import.meta.url.endsWith(".ts") ? "./life-line-thread.ts" : "./life-line-thread.js",
  import.meta.url,
);

/**
 * Resolves when the life-line is watched: by a thread, because a body may keep the main loop busy for good. Not on
 * Windows: there only the end of the channel is noticed, by the main loop.
 */
export async function holdLifeLine(): Promise<void> {
  if (process.platform === "win32") return;
  // What the user preloads is for bodies, not for this thread.
  const thread = new Worker(watcher, { execArgv: [] });
  await once(thread, "online");
  thread.unref();
  thread.on("error", endGroup);
  thread.on("exit", endGroup);
}
