/** Names what a worker runs: equal code, equal build. */
import { hash } from "node:crypto";
import type { Registry } from "./registry.ts";

export function buildOf(registry: Registry): string {
  const sources = [
    ...[...registry.workflows.values()].map((workflow) => `${workflow.name}\n${workflow.fn}`),
    ...[...registry.tasks.values()].map((task) => `${task.taskName}\n${task.body}`),
  ];
  return hash("sha256", sources.sort().join("\n\n")).slice(0, 12);
}
