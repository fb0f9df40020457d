/** Which names an expression may use, by the place at which it stands. */
import { stageIds } from "../definition/stage-id.ts";
import type { Known } from "../expressions/check.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { Path } from "../format/walk.ts";
import { textOf } from "../source/locate.ts";
import type { ListNode, MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import { stageOf } from "./stage-lists.ts";

/** A workflow, or a template of jobs or stages: what expressions in it may name. */
export interface NameSpace {
  readonly root: MapNode;
  readonly kind: "workflow" | "job" | "stages";
  /** By type key. */
  readonly stages: ReadonlyMap<string, StageShape>;
}

/** What is known of the place of one expression. */
export interface NamesAt {
  readonly contexts: ReadonlyMap<string, Known>;
  /** The job that it stands in: its id, and what it needs. Undefined outside of jobs, and in templates. */
  readonly job: { readonly id: string; readonly needs: ReadonlySet<string> } | undefined;
}

const always = ["params", "env", "vars", "secrets", "run", "workflow", "release", "attempt"];

export function namesAt({ root, kind, stages }: NameSpace, path: Path, text: string): NamesAt {
  const contexts = new Map<string, Known>(always.map((name) => [name, "anything"]));
  contexts.set("params", members("param", keysOf(root.entries.get("params")?.value)));
  const secrets = root.entries.get("secrets")?.value;
  if (kind === "workflow" && secrets !== undefined) contexts.set("secrets", members("secret", textsOf(secrets)));
  const job = kind === "workflow" && path[0] === "jobs" ? jobAt(root, String(path[1])) : undefined;
  const inJob = kind === "job" || job !== undefined;
  if (kind !== "workflow") for (const name of ["needs", "jobs", "matrix"]) contexts.set(name, "anything");
  else if (job !== undefined) addJob(contexts, root, job.node, path[2]);
  else if (["outputs", "on-failure", "finally"].includes(String(path[0]))) contexts.set("jobs", jobsOf(root));
  else if (path[0] === "on") contexts.set("event", "anything");
  const isAfterStages = inJob && path[kind === "job" ? 0 : 2] === "outputs";
  const seen = text.includes("stages") ? new StagesSeen(stages) : undefined;
  if (seen !== undefined && isAfterStages) seen.addAll((job?.node ?? root).entries.get("stages")?.value);
  if (seen !== undefined && kind === "stages" && path[0] === "outputs") seen.addAll(root.entries.get("stages")?.value);
  const names = (more: readonly string[]): void => {
    for (const name of more) contexts.set(name, "anything");
  };
  walkStages({ root, path, stages, seen, names });
  contexts.set("stages", seen === undefined ? "anything" : members("earlier stage", [...seen.ids]));
  return { contexts, job: job === undefined ? undefined : { id: String(path[1]), needs: job.needs } };
}

function addJob(contexts: Map<string, Known>, root: MapNode, job: MapNode, key: Path[number] | undefined): void {
  contexts.set("needs", jobsOf(root));
  contexts.set("jobs", jobsOf(root));
  const strategy = job.entries.get("strategy")?.value;
  // The legs are not there yet when these are evaluated.
  const isBefore = key === "strategy" || key === "if" || key === "needs";
  if (strategy?.kind === "map" && !isBefore) contexts.set("matrix", matrixKeys(strategy));
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

function jobsOf(root: MapNode): Known {
  return members("job", keysOf(root.entries.get("jobs")?.value));
}

/** Stages whose outputs an expression may read: those before it, in its own list and in those around it. */
class StagesSeen {
  readonly ids = new Set<string>();
  readonly #types: ReadonlySet<string>;

  constructor(stages: ReadonlyMap<string, StageShape>) {
    this.#types = new Set(stages.keys());
  }

  addAll(list: SourceNode | undefined): void {
    if (list?.kind === "list") this.addBefore(list, list.items.length);
  }

  addBefore(list: ListNode, index: number): void {
    for (const id of stageIds(list.items, this.#types).slice(0, index)) this.ids.add(id);
  }
}

/** Follows the path, and takes along what each stage on it adds. */
function walkStages(of: {
  readonly root: MapNode;
  readonly path: Path;
  readonly stages: ReadonlyMap<string, StageShape>;
  readonly seen: StagesSeen | undefined;
  readonly names: (more: readonly string[]) => void;
}): void {
  let node: SourceNode | undefined = of.root;
  for (const [at, key] of of.path.entries()) {
    if (node?.kind === "list" && typeof key === "number") {
      const list: ListNode = node;
      node = list.items[key];
      const stage = node === undefined ? undefined : stageOf(node, of.stages);
      if (stage === undefined) continue;
      const next = String(of.path[at + 1]);
      // A stage's own outputs are there when `outputs` is evaluated.
      of.seen?.addBefore(list, next === "outputs" ? key + 1 : key);
      of.names(stage.type.names?.[next] ?? []);
      for (const seen of stage.type.sees?.[next] ?? []) of.seen?.addAll(below(stage.node, seen));
    } else if (node?.kind === "map") node = node.entries.get(String(key))?.value;
    else return;
  }
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
