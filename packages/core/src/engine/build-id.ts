/** Names what a worker runs: equal code, equal build. */
import { hash } from "node:crypto";
import type { Internals } from "./internals.ts";
import type { Settings } from "./open-options.ts";
import type { Registry } from "./registry.ts";

/** What is executed here, and of which queues. */
export function buildsOf(settings: Settings, registry: Registry): Pick<Internals, "build" | "buildFor"> {
  const build = settings.build ?? buildOf(registry);
  return { build, buildFor: (queue) => (serves(settings, queue) ? build : undefined) };
}

/** Runs of the queue that are started here are executed here, if there is room. */
function serves({ executes, ownRunsOnly, queues }: Settings, queue: string): boolean {
  return executes && (ownRunsOnly || queues.includes(queue));
}

function buildOf(registry: Registry): string {
  const sources = [
    ...[...registry.workflows.values()].map((workflow) => `${workflow.name}\n${workflow.fn}`),
    ...[...registry.tasks.values()].map((task) => `${task.taskName}\n${task.body}`),
  ];
  return hash("sha256", sources.sort().join("\n\n")).slice(0, 12);
}
