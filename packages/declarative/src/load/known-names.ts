/** Which names an expression may use, by the place at which it stands. */
import { stageIds } from "../definition/stage-id.ts";
import type { Known } from "../expressions/check.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { Path } from "../format/walk.ts";
import { textOf } from "../source/locate.ts";
import type { ListNode, MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import { EarlierStages } from "./earlier-stages.ts";
import { stageOf } from "./stage-lists.ts";

/** What is known of the place of one expression. */
export interface NamesAt {
  readonly contexts: ReadonlyMap<string, Known>;
  /** The job that it stands in: its id, and what it needs. Undefined outside of jobs, and in templates. */
  readonly job: { readonly id: string; readonly needs: ReadonlySet<string> } | undefined;
}

export interface NameSpaceOptions {
  readonly root: MapNode;
  readonly kind: "workflow" | "job" | "stages";
  /** By type key. */
  readonly stages: ReadonlyMap<string, StageShape>;
}

const always = ["env", "vars", "release", "attempt"];
/** What runs and workflows say of themselves. */
const ofRuns = members("fact of a run", ["id", "root", "parent", "generation"]);
const ofWorkflows = members("fact of a workflow", ["name", "folder"]);

/** A workflow, or a template of jobs or stages, and what expressions in it may name. */
export class NameSpace {
  readonly #root: MapNode;
  readonly #kind: NameSpaceOptions["kind"];
  readonly #stages: ReadonlyMap<string, StageShape>;
  readonly #jobs: Known;
  /** What holds everywhere. */
  readonly #everywhere: readonly (readonly [string, Known])[];
  /** Ids of a list and their indices: asked for by every expression below the list. */
  readonly #places = new WeakMap<ListNode, ReadonlyMap<string, number>>();

  constructor({ root, kind, stages }: NameSpaceOptions) {
    this.#root = root;
    this.#kind = kind;
    this.#stages = stages;
    this.#jobs = members("job", keysOf(root.entries.get("jobs")?.value));
    const declared = root.entries.get("secrets")?.value;
    const secrets = kind === "workflow" && declared !== undefined ? members("secret", textsOf(declared)) : "anything";
    this.#everywhere = [
      ["params", members("param", keysOf(root.entries.get("params")?.value))],
      ["secrets", secrets],
      ["run", ofRuns],
      ["workflow", ofWorkflows],
      ...always.map((name) => [name, "anything"] as const),
    ];
  }

  /** @param text of the expression: what it cannot name is not looked for */
  namesAt(path: Path, text: string): NamesAt {
    const contexts = new Map<string, Known>(this.#everywhere);
    const job = this.#kind === "workflow" && path[0] === "jobs" ? jobAt(this.#root, String(path[1])) : undefined;
    if (this.#kind !== "workflow") for (const name of ["needs", "jobs", "matrix"]) contexts.set(name, "anything");
    else if (job !== undefined) this.#addJob(contexts, job.node, path[2]);
    else if (["outputs", "on-failure", "finally"].includes(String(path[0]))) contexts.set("jobs", this.#jobs);
    else if (path[0] === "on") contexts.set("event", "anything");
    const seen = text.includes("stages") ? new EarlierStages() : undefined;
    const own = job === undefined ? path : path.slice(2);
    if (seen !== undefined && own[0] === "outputs")
      this.#seeAll(seen, (job?.node ?? this.#root).entries.get("stages")?.value);
    this.#follow(path, { contexts, seen });
    contexts.set("stages", seen === undefined ? "anything" : { called: "earlier stage", members: seen });
    return { contexts, job: job === undefined ? undefined : { id: String(path[1]), needs: job.needs } };
  }

  #addJob(contexts: Map<string, Known>, job: MapNode, key: Path[number] | undefined): void {
    contexts.set("needs", this.#jobs).set("jobs", this.#jobs);
    const strategy = job.entries.get("strategy")?.value;
    // The legs are not there yet when these are evaluated.
    const isBefore = key === "strategy" || key === "if" || key === "needs";
    if (strategy?.kind === "map" && !isBefore) contexts.set("matrix", matrixKeys(strategy));
  }

  /** Goes along the path, and takes in what each stage on it adds. */
  #follow(path: Path, to: { contexts: Map<string, Known>; seen: EarlierStages | undefined }): void {
    let node: SourceNode | undefined = this.#root;
    for (const [at, key] of path.entries()) {
      if (node?.kind === "list" && typeof key === "number") {
        const list: ListNode = node;
        node = list.items[key];
        const stage = node === undefined ? undefined : stageOf(node, this.#stages);
        if (stage === undefined) continue;
        const next = String(path[at + 1]);
        // A stage's own outputs are there when `outputs` is evaluated.
        this.#seeBefore(to.seen, list, next === "outputs" ? key + 1 : key);
        for (const name of stage.type.names?.[next] ?? []) to.contexts.set(name, "anything");
        for (const seen of stage.type.sees?.[next] ?? []) this.#seeAll(to.seen, below(stage.node, seen));
      } else if (node?.kind === "map") node = node.entries.get(String(key))?.value;
      else return;
    }
  }

  #seeAll(seen: EarlierStages | undefined, list: SourceNode | undefined): void {
    if (list?.kind === "list") this.#seeBefore(seen, list, list.items.length);
  }

  /** Stages whose outputs may be read: those before it, in its own list and in those around it. */
  #seeBefore(seen: EarlierStages | undefined, list: ListNode, index: number): void {
    if (seen === undefined) return;
    let places = this.#places.get(list);
    if (places === undefined) {
      places = new Map(stageIds(list.items, this.#stages).map((id, at) => [id, at]));
      this.#places.set(list, places);
    }
    seen.add(places, index);
  }
}

function matrixKeys(strategy: MapNode): Known {
  const matrix = strategy.entries.get("matrix")?.value;
  if (matrix !== undefined && matrix.kind !== "map") return "anything";
  const includes = [strategy, matrix].map((holder) => holder?.entries.get("include")?.value);
  const names = keysOf(matrix).filter((name) => name !== "include" && name !== "exclude");
  for (const include of includes) {
    if (include === undefined) continue;
    if (include.kind !== "list") return "anything";
    for (const item of include.items) names.push(...keysOf(item));
  }
  return members("key of the matrix", names);
}

interface Job {
  readonly node: MapNode;
  readonly needs: ReadonlySet<string>;
}

function jobAt(root: MapNode, id: string): Job | undefined {
  const jobs = root.entries.get("jobs")?.value;
  const node = jobs?.kind === "map" ? jobs.entries.get(id)?.value : undefined;
  if (jobs?.kind !== "map" || node?.kind !== "map") return undefined;
  return { node, needs: new Set(textsOf(node.entries.get("needs")?.value)) };
}

function below(node: MapNode, path: string): SourceNode | undefined {
  let found: SourceNode | undefined = node;
  for (const key of path.split("/")) found = found?.kind === "map" ? found.entries.get(key)?.value : undefined;
  return found;
}

function members(called: string, names: readonly string[]): Known {
  return { called, members: new Map(names.map((name) => [name, "anything"])) };
}

function keysOf(node: SourceNode | undefined): string[] {
  return node?.kind === "map" ? [...node.entries.keys()] : [];
}

function textsOf(node: SourceNode | undefined): string[] {
  const items = node === undefined ? [] : node.kind === "list" ? node.items : [node];
  return items.filter((item): item is ScalarNode => item.kind === "scalar").map(textOf);
}
