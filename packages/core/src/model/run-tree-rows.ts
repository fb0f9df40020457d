/** Turns the nodes of a run's tree into rows. */

import { isFinished } from "./run-state.ts";
import type { EndedMember, OpenMember, TreeNode } from "./run-tree-node.ts";
import { partsRows } from "./run-tree-part-rows.ts";
import type { TreeParts } from "./run-tree-parts.ts";
import { shortLabel, spoken } from "./run-tree-path.ts";
import type { GroupRow, LevelRow, MemberRow, RowState, RunTreeRow, StepRow, TreeFacts } from "./run-tree-row.ts";
import { endedStep, openStep, whyOpen } from "./run-tree-step.ts";

/** How many members of a group are named for each reason; the rest is counted. */
const membersShown = 3;

export function rowsOf(root: TreeNode, facts: TreeFacts, parts: TreeParts): RunTreeRow[] {
  const below = (node: TreeNode, depth: number): RunTreeRow[] => nodeRows(node, { depth, prefix: "" }, facts);
  const rows =
    parts.known.size > 0
      ? partsRows(root, parts, { ...facts, below, level: levelRow })
      : [...root.children.values()].flatMap((node) => below(node, 0));
  if (facts.why !== "")
    rows.push({ type: "why", depth: 0, state: facts.status, op: "", label: facts.status, why: facts.why });
  return rows;
}

interface Place {
  readonly depth: number;
  /** Of scopes above that have no row of their own, with their slashes. */
  readonly prefix: string;
}

function nodeRows(node: TreeNode, place: Place, facts: TreeFacts): RunTreeRow[] {
  if (node.kind === "scope") return levelRows(node, place, facts);
  if (node.members === 0) return [];
  if (node.members > 1 || totalOf(node, facts) !== undefined) return groupRows(node, place, facts);
  const label = place.prefix + spoken(node.kind, node.name);
  const [open] = node.open.values();
  if (open !== undefined) return [openStep({ node, member: open, label, depth: place.depth }, facts)];
  return node.last === undefined ? [] : [endedStep({ node, member: node.last, label, depth: place.depth })];
}

function levelRows(node: TreeNode, place: Place, facts: TreeFacts): RunTreeRow[] {
  const shown = [...node.children.values()].filter((child) => child.kind === "scope" || child.members > 0);
  const [only] = shown;
  // A scope with one row in it is shown as that row.
  if (shown.length === 1 && only !== undefined)
    return nodeRows(only, { depth: place.depth, prefix: `${place.prefix}${node.name}/` }, facts);
  const below = shown.flatMap((child) => nodeRows(child, { depth: place.depth + 1, prefix: "" }, facts));
  if (below.length === 0) return [];
  return [levelRow({ node, label: place.prefix + node.name, depth: place.depth, below }), ...below];
}

/** Most urgent first: a level is as its most urgent row. */
const urgency: readonly RowState[] = ["running", "retrying", "failed", "stopped", "done"];

function levelRow(parts: { node: TreeNode; label: string; depth: number; below: readonly RunTreeRow[] }): LevelRow {
  const { node, label, depth, below } = parts;
  let [done, known] = [0, 0];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const row of below) {
    if (row.depth !== depth + 1 || row.type === "member" || row.type === "executing" || row.type === "why") continue;
    const [rowDone, rowKnown] = amounts(row);
    done += rowDone;
    known += rowKnown;
    const start = row.startedAt ?? row.sinceAt;
    if (start !== undefined) starts.push(start);
    if (row.endedAt !== undefined) ends.push(row.endedAt);
  }
  const state = urgency.find((wanted) => below.some((row) => row.state === wanted)) ?? "done";
  return {
    type: "level",
    depth,
    state,
    op: node.path,
    label,
    done,
    known,
    startedAt: starts.length === 0 ? undefined : Math.min(...starts),
    sinceAt: undefined,
    endedAt: isUnderWay(state) || ends.length === 0 ? undefined : Math.max(...ends),
  };
}

function amounts(row: StepRow | GroupRow | LevelRow): [done: number, known: number] {
  if (row.type === "level") return [row.done, row.known];
  if (row.type === "step") return [isUnderWay(row.state) ? 0 : 1, 1];
  const over = row.done + row.failed;
  return [over, row.total ?? over + row.running + row.retrying];
}

function groupRows(node: TreeNode, place: Place, facts: TreeFacts): RunTreeRow[] {
  const over = isFinished(facts.status);
  const open = over ? [] : [...node.open.values()];
  const executing = open.filter((member) => member.seenAt !== undefined);
  const retrying = open.filter((member) => member.seenAt === undefined && member.failed !== undefined);
  const { done, failed, retried } = node;
  const total = totalOf(node, facts);
  const state = groupState({ executing: executing.length, retrying: retrying.length, failed, stopped: node.open.size });
  const group: GroupRow = {
    type: "group",
    depth: place.depth,
    state,
    op: node.path,
    label: groupLabel(node, place),
    done,
    failed,
    retried,
    running: executing.length,
    retrying: retrying.length,
    total,
    percent: total === undefined || total === 0 ? undefined : Math.floor(((done + failed) / total) * 100),
    startedAt: earlier(node.startedAt, node.sinceAt),
    sinceAt: undefined,
    endedAt: isUnderWay(state) ? undefined : node.endedAt,
  };
  const depth = place.depth + 1;
  return [
    group,
    ...node.failures
      .slice(0, membersShown)
      .map((member) => memberRow(member, { depth, state: "failed", why: member.why })),
    ...retrying
      .slice(0, membersShown)
      .map((member) => memberRow(member, { depth, state: "retrying", why: whyOpen(member, facts) })),
    ...executingRow(executing, node, depth),
  ];
}

/** Said of the operation itself, or of the map whose items it belongs to. */
function totalOf({ path }: TreeNode, { totals }: TreeFacts): number | undefined {
  return totals?.get(path) ?? totals?.get(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
}

/** A scope that was given a name for its one group says more than the group; `map` and `race` say nothing. */
function groupLabel(node: TreeNode, { prefix }: Place): string {
  const named = prefix !== "" && !/(?:^|\/)(?:map|race)\/$/.test(prefix);
  return named ? prefix.slice(0, -1) : prefix + spoken(node.kind, node.name);
}

function groupState(has: { executing: number; retrying: number; failed: number; stopped: number }): RowState {
  if (has.executing > 0) return "running";
  if (has.retrying > 0) return "retrying";
  if (has.failed > 0) return "failed";
  return has.stopped > 0 ? "stopped" : "done";
}

function memberRow(member: OpenMember | EndedMember, parts: Pick<MemberRow, "depth" | "state" | "why">): MemberRow {
  return { type: "member", op: member.op, label: member.label, ...parts };
}

function executingRow(executing: readonly OpenMember[], node: TreeNode, depth: number): RunTreeRow[] {
  if (executing.length === 0) return [];
  const labels = executing.slice(0, membersShown).map((member) => shortLabel(member.label, node.name));
  const more = executing.length - labels.length;
  return [{ type: "executing", depth, state: "running", op: node.path, label: node.name, labels, more }];
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

function isUnderWay(state: RowState): boolean {
  return state === "running" || state === "retrying";
}
