/** Of which workflows and queues a worker takes any run: what others are told of it. */
import type { Serves } from "../store/port.ts";
import type { WorkerOptions } from "./worker-options.ts";

export function servesOf(options: Pick<WorkerOptions, "workflows" | "queues" | "ownRunsOnly">): Serves {
  if (options.ownRunsOnly) return { workflows: [], queues: [] };
  return { workflows: [...options.workflows.keys()], queues: options.queues };
}
