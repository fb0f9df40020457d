/** `concurrency` of a source that has been checked: a workflow's, or a job's. */
import type { SourceNode } from "../source/node.ts";
import type { Concurrency } from "./concurrency.ts";
import { at, numberOrTemplate, text } from "./values.ts";

export function readConcurrency(node: SourceNode | undefined): Concurrency | undefined {
  if (node === undefined) return undefined;
  if (node.kind !== "map") return { group: text(node) ?? "", limit: 1, onConflict: "queue" };
  const limit = numberOrTemplate(at(node, "limit"));
  return {
    group: text(at(node, "group")) ?? "",
    limit: typeof limit === "number" ? limit : 1,
    onConflict: (text(at(node, "on-conflict")) ?? "queue") as Concurrency["onConflict"],
  };
}
