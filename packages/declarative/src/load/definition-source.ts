/** The definitions in a source: a map of names, or one with a name of its own. */
import { nearestName } from "@stepwell/core/text";
import { problem, type Report } from "../diagnosis/problem.ts";
import { describeNode } from "../format/describe.ts";
import { phrase } from "../format/names.ts";
import { workflow } from "../format/workflow-keys.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";

export interface DefinitionSource {
  readonly name: string;
  readonly node: MapNode;
  /** Where its name stands. */
  readonly nameNode: ScalarNode;
  /** False: the name has been reported, and nothing can be made of it. */
  readonly isNamed: boolean;
}

export function definitionsIn(tree: SourceNode, report: Report): DefinitionSource[] {
  if (tree.kind !== "map") {
    const facts = { what: "a file of definitions", found: describeNode(tree) };
    report(problem("not-a-definition", facts, locationOf(tree)));
    return [];
  }
  const name = tree.entries.get("name")?.value;
  if (name?.kind === "scalar") return [{ name: textOf(name), node: tree, nameNode: name, isNamed: true }];
  if (isDefinition(tree)) {
    report(problem("unnamed-definition", {}, locationOf(tree)));
    return [];
  }
  return [...tree.entries.values()].flatMap(({ key, value }) => named(key, value, report));
}

/** A key of its own keys is the name of a workflow far less often than a mistake. */
function isDefinition(tree: MapNode): boolean {
  const own = Object.keys(workflow.fields);
  return (
    ["jobs", "on", "params"].some((key) => {
      const value = tree.entries.get(key)?.value;
      return value !== undefined && (value.kind !== "map" || !value.entries.has("jobs"));
    }) && [...tree.entries.keys()].some((key) => own.includes(key) || nearestName(key, own) !== "")
  );
}

function named(key: ScalarNode, value: SourceNode, report: Report): DefinitionSource[] {
  const name = textOf(key);
  if (value.kind === "scalar" && value.style === "broken") return [];
  if (value.kind !== "map") {
    report(problem("not-a-definition", { what: `workflow "${name}"`, found: describeNode(value) }, locationOf(key)));
    return [];
  }
  const found = phrase.problemOf(name);
  if (found !== undefined) {
    report(problem("wrong-name", { called: "workflow", name: name.slice(0, 60), problem: found }, locationOf(key)));
  }
  return [{ name, node: value, nameNode: key, isNamed: found === undefined }];
}
