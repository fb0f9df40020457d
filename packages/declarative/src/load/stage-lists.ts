/** Every list of stages of a definition or a template, wherever it stands. */
import { fits } from "../format/fits.ts";
import type { Shape } from "../format/shape.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { typeKeys } from "../format/type-keys.ts";
import type { ListNode, MapNode, SourceNode } from "../source/node.ts";

export interface FoundStage {
  readonly node: MapNode;
  readonly type: StageShape;
}

/** Told of each list, outer ones first. */
export type ListVisitor = (list: ListNode) => void;

export class StageLists {
  readonly #types: ReadonlyMap<string, StageShape>;
  readonly #visit: ListVisitor;

  constructor(types: ReadonlyMap<string, StageShape>, visit: ListVisitor) {
    this.#types = types;
    this.#visit = visit;
  }

  /** @param node a list of stages, or whatever stands there instead */
  walk(node: SourceNode | undefined): void {
    if (node?.kind !== "list") return;
    this.#visit(node);
    for (const item of node.items) {
      const stage = stageOf(item, this.#types);
      if (stage === undefined) continue;
      const { type } = stage;
      for (const [key, { shape }] of [[type.key, type.value] as const, ...Object.entries(type.keys ?? {})]) {
        const value = stage.node.entries.get(key)?.value;
        if (value !== undefined) this.#below(value, shape);
      }
    }
  }

  #below(node: SourceNode, shape: Shape): void {
    if (shape.kind === "stages") this.walk(node);
    else if (shape.kind === "either") {
      const meant = shape.of.find((one) => fits(one, node));
      if (meant !== undefined) this.#below(node, meant);
    } else if (shape.kind === "list" && node.kind === "list") {
      for (const item of node.items) this.#below(item, shape.of);
    } else if (shape.kind === "map" && node.kind === "map") {
      for (const { value } of node.entries.values()) this.#below(value, shape.of);
    } else if (shape.kind === "record" && node.kind === "map") {
      for (const [key, { value }] of node.entries) {
        const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
        if (field !== undefined) this.#below(value, field.shape);
      }
    }
  }
}

/** A stage with its type; undefined for what is none. */
export function stageOf(node: SourceNode, types: ReadonlyMap<string, StageShape>): FoundStage | undefined {
  if (node.kind !== "map") return undefined;
  const type = types.get(typeKeys(node, types)[0] ?? "");
  return type && { node, type };
}

/** All lists of stages that a workflow has at its top. */
export function listsOf(node: MapNode): (SourceNode | undefined)[] {
  const jobs = node.entries.get("jobs")?.value;
  const ofJobs = jobs?.kind === "map" ? [...jobs.entries.values()].map(({ value }) => stagesOf(value)) : [];
  return [...ofJobs, node.entries.get("on-failure")?.value, node.entries.get("finally")?.value];
}

function stagesOf(job: SourceNode): SourceNode | undefined {
  return job.kind === "map" ? job.entries.get("stages")?.value : undefined;
}

/** How many stages they have, those below others too. */
export function countStages(
  lists: readonly (SourceNode | undefined)[],
  stages: ReadonlyMap<string, StageShape>,
): number {
  let count = 0;
  const counter = new StageLists(stages, ({ items }) => {
    count += items.length;
  });
  for (const list of lists) counter.walk(list);
  return count;
}
