/** Tells whether this code runs in a thread of a task pool: an engine must not be opened in there. */
import { isMainThread, workerData } from "node:worker_threads";

/** What a task thread finds in workerData. */
export const taskThreadMark = "stepwell-task-thread";

/** True in a thread that executes tasks; there, a module that opens an engine at import would open another. */
export function isTaskThread(): boolean {
  return !isMainThread && workerData === taskThreadMark;
}
