/** Workflows that definitions name: what `trigger` starts, and what `on: workflow` follows. */
import { nearestName } from "@stepwell/core/text";
import type { Definition } from "../definition/definition.ts";
import { everyStage } from "../definition/every-stage.ts";
import { items } from "../definition/values.ts";
import { type Location, type Problem, problem } from "../diagnosis/problem.ts";
import { isTemplate } from "../expressions/template.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";
import { stageOf } from "./stage-lists.ts";

/** A workflow that is named where definitions stand. Names that are computed are known to the run alone. */
export interface NamedWorkflow {
  readonly name: string;
  /** "followed": it may as well be one of code. */
  readonly as: "started" | "followed";
  readonly location: Location;
}

/** Names of definitions, and those that they name. */
export interface WorkflowNames {
  /** Of all definitions, those with problems included. */
  readonly names: readonly string[];
  readonly named: readonly NamedWorkflow[];
}

/** A key of this name may be any stage's: it is one of that type that starts a workflow. */
export function startedBy(item: SourceNode, types: ReadonlyMap<string, StageShape>): NamedWorkflow[] {
  const stage = stageOf(item, types);
  const value = stage?.type.key === "trigger" ? stage.node.entries.get("trigger")?.value : undefined;
  return value === undefined ? [] : namedIn(value, "started");
}

/** Those that are not among the names: whether they are somewhere else has to be looked at. */
export function namedElsewhere(all: readonly WorkflowNames[]): readonly NamedWorkflow[] {
  const names = new Set(all.flatMap((one) => one.names));
  return all.flatMap(({ named }) => named.filter(({ name }) => !names.has(name)));
}

/** @param on what starts a workflow */
export function followedBy(on: SourceNode | undefined): NamedWorkflow[] {
  return items(on).flatMap((item) => {
    const value = item.kind === "map" ? item.entries.get("workflow")?.value : undefined;
    return value === undefined ? [] : namedIn(value, "followed");
  });
}

function namedIn(node: SourceNode, as: NamedWorkflow["as"]): NamedWorkflow[] {
  if (node.kind !== "scalar" || node.value === null || isTemplate(textOf(node))) return [];
  return [{ name: textOf(node), as, location: locationOf(node) }];
}

/** The same of a definition without its source. */
export function namesOf(definition: Definition): WorkflowNames {
  const started = everyStage(definition).flatMap(({ type, value, at }) =>
    type === "trigger" && typeof value === "string" && !isTemplate(value) ? [{ name: value, at }] : [],
  );
  const followed = definition.on.flatMap((one) =>
    one.type === "workflow" ? [{ name: one.workflow, at: one.at }] : [],
  );
  const named = (as: NamedWorkflow["as"], all: typeof started): NamedWorkflow[] =>
    all.map(({ name, at }) => ({ name, as, location: locationAt(at) }));
  return { names: [definition.name], named: [...named("started", started), ...named("followed", followed)] };
}

/** @param at "file:line"; "" for data */
function locationAt(at: string): Location {
  const [, file, line] = /^(.+):(\d+)$/.exec(at) ?? [];
  return file === undefined ? {} : { place: { file, line: Number(line), column: 1 } };
}

/**
 * Those that nobody has: of stages they are problems, elsewhere warnings, for what is followed may be a workflow of code.
 * @param known of definitions elsewhere, such as those that are deployed
 * @param only "files" where what is deployed does not count
 */
export function unknownWorkflows(
  all: readonly WorkflowNames[],
  known: Iterable<string>,
  only?: "files",
): { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const names = new Set([...all.flatMap((one) => one.names), ...known]);
  const unknown = all.flatMap(({ named }) => named.filter(({ name }) => !names.has(name)));
  const found = unknown.map(({ name, as, location }) => {
    const facts = { name, nearest: nearestName(name, [...names]), only: as === "followed" ? as : only };
    return { as, problem: problem("unknown-workflow-name", facts, location) };
  });
  return {
    problems: found.filter(({ as }) => as === "started").map((one) => one.problem),
    warnings: found.filter(({ as }) => as === "followed").map((one) => one.problem),
  };
}
