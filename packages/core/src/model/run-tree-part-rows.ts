/** Rows of the parts of a run: what has not begun and what is left out, too; the legs of a part are one row each. */
import { isFinished } from "./run-state.ts";
import { keptLegs, keptPart, keptSteps } from "./run-tree-kept-rows.ts";
import type { TreeNode } from "./run-tree-node.ts";
import { baseName, type TreePart, type TreeParts } from "./run-tree-parts.ts";
import type { LevelRow, RowState, RunTreeRow, StepRow, TreeFacts } from "./run-tree-row.ts";
import { plainRow } from "./run-tree-step.ts";
import { readableName } from "./text/readable-name.ts";

export interface PartRowsFacts extends TreeFacts {
  /** Rows of a node as if it were of no part. */
  readonly below: (node: TreeNode, depth: number) => RunTreeRow[];
  /** One row over several. */
  readonly level: (parts: { node: TreeNode; label: string; depth: number; below: readonly RunTreeRow[] }) => LevelRow;
}

/** Of more legs, only those are shown that want a look. */
const legsShown = 20;
const failedShown = 5;
const runningShown = 3;

/** Everything at the top of a run that has parts: what has begun in the order in which it did, then what has not. */
export function partsRows(root: TreeNode, parts: TreeParts, facts: PartRowsFacts): RunTreeRow[] {
  const before = [...parts.known.values()].filter(({ kept }) => kept.ended !== "");
  const seen = new Set<TreePart>(before);
  const begun = [...root.children.values()].flatMap((node) => {
    const part = node.kind === "scope" ? parts.of(node.name) : undefined;
    // Beside its parts, a run has what keeps them going: of interest where it fails.
    if (part === undefined) return node.kind !== "scope" && node.failed === 0 ? [] : facts.below(node, 0);
    const own = partRows(node, part, facts);
    if (own.length > 0) seen.add(part);
    return own;
  });
  const rows = [...before.map(keptPart), ...begun];
  if (isFinished(facts.status)) return rows;
  const open = [...parts.known.values()].filter((part) => !seen.has(part) && part.ended === undefined);
  return [...rows, ...open.map((part) => pendingRow(part, parts, facts))];
}

function partRows(node: TreeNode, part: TreePart, facts: PartRowsFacts): RunTreeRow[] {
  const label = readableName(node.name);
  if (part.ended === "skipped") return [plainRow({ state: "skipped", op: node.path, label, why: part.why })];
  if (part.legs !== undefined) return legsRows(node, part, facts);
  const begun = childRows({ node, part, depth: 1 }, facts);
  if (begun.length === 0) return [];
  const rows = [...keptSteps(node, part), ...begun];
  const head = facts.level({ node, label, depth: 0, below: rows });
  const state = stateOf(part, head.state, facts);
  const endedAt = isOpen(state) ? undefined : (part.endedAt ?? head.endedAt);
  const [only] = rows;
  if (
    rows.length > 1 ||
    // It goes on with what nobody has seen yet.
    (only?.state === "done" && isOpen(state)) ||
    only === undefined ||
    only.type === "why" ||
    only.type === "member" ||
    only.type === "executing"
  )
    return [{ ...head, state, endedAt }, ...rows];
  const name = part.ended === undefined && only.label !== label ? `${label}/${only.label}` : label;
  const row = {
    ...only,
    depth: 0,
    op: node.path,
    label: name,
    state,
    endedAt,
  };
  // What failed may be recorded elsewhere.
  return [row.type === "step" && state === "failed" && row.why === "" ? { ...row, why: part.why } : row];
}

interface Below {
  readonly node: TreeNode;
  readonly part: TreePart;
  readonly depth: number;
}

function childRows({ node, part, depth }: Below, facts: PartRowsFacts): RunTreeRow[] {
  const shown = [...node.children.values()].filter(
    (child) => child.kind !== "step" || child.failed > 0 || !part.aside.includes(child.name),
  );
  return shown.flatMap((child) => facts.below(child, depth));
}

/** A part is as it says when it is over; until then it goes on, whatever has ended in it. */
function stateOf({ ended }: TreePart, below: RowState, { status }: TreeFacts): RowState {
  if (ended === "done" || ended === "failed") return ended;
  if (isFinished(status) || below === "running" || below === "retrying") return below;
  return status === "waiting" || status === "paused" || status === "blocked" ? "waiting" : "running";
}

function isOpen(state: RowState): boolean {
  return state === "running" || state === "retrying" || state === "waiting" || state === "pending";
}

function pendingRow({ name, after }: TreePart, parts: TreeParts, { status }: TreeFacts): StepRow {
  const waits = after.filter((need) => parts.known.get(need)?.ended === undefined).map(readableName);
  const state = waits.length === 0 && status === "waiting" ? "waiting" : "pending";
  return plainRow({
    state,
    op: name,
    label: readableName(name),
    why: waits.length === 0 ? "" : `after ${waits.join(", ")}`,
  });
}

interface LegRow extends StepRow {
  readonly over: boolean;
}

function legsRows(node: TreeNode, part: TreePart, facts: PartRowsFacts): RunTreeRow[] {
  const latest = new Map<string, TreeNode>();
  for (const child of node.children.values()) if (child.kind === "scope") latest.set(baseName(child.name), child);
  const legs = [...latest].map(([name, child]) => legRow({ name, node: child }, part, facts));
  const { kept } = part;
  const total = Math.max(part.legs ?? 0, legs.length + kept.legs);
  const failed = legs.filter(({ state }) => state === "failed");
  const done = kept.legs + legs.filter(({ over, state }) => over && state !== "stopped").length;
  const head = facts.level({ node, label: readableName(node.name), depth: 0, below: legs });
  const state = stateOf(part, head.state, facts);
  const level = {
    ...head,
    state,
    endedAt: isOpen(state) ? undefined : (part.endedAt ?? head.endedAt),
    legs: { done, failed: Math.max(failed.length, part.failed), kept: kept.legs, total },
  };
  const beside = [...node.children.values()].filter(({ kind, failed: n }) => kind !== "scope" && n > 0);
  const shown = [...(total > legsShown ? [] : keptLegs(node, kept.names)), ...shownLegs(legs, node).map(withoutOver)];
  return [level, ...beside.flatMap((child) => facts.below(child, 1)), ...shown];
}

function withoutOver(row: RunTreeRow | LegRow): RunTreeRow {
  if (!("over" in row)) return row;
  const { over: _, ...plain } = row;
  return plain;
}

function shownLegs(legs: readonly LegRow[], { name, path }: TreeNode): (RunTreeRow | LegRow)[] {
  if (legs.length <= legsShown) return [...legs];
  const of = (state: RowState, most: number): LegRow[] => legs.filter((leg) => leg.state === state).slice(0, most);
  const running = legs.filter(({ state }) => state === "running");
  const labels = running.slice(0, runningShown).map(({ label }) => label);
  const more = running.length - labels.length;
  const executing = { type: "executing", depth: 1, state: "running", op: path, label: name, labels, more } as const;
  return [...of("failed", failedShown), ...of("retrying", runningShown), ...(running.length === 0 ? [] : [executing])];
}

function legRow(leg: { readonly name: string; readonly node: TreeNode }, part: TreePart, facts: PartRowsFacts): LegRow {
  const { node } = leg;
  const rows = childRows({ node, part, depth: 2 }, facts);
  const head = facts.level({ node, label: readableName(leg.name), depth: 1, below: rows });
  const isLast = [...node.children.values()].some(
    (child) => child.name === part.last && child.open.size === 0 && (child.kind === "scope" || child.members > 0),
  );
  const underWay = head.state === "running" || head.state === "retrying";
  const failed = hasFailed(leg.name, part, head);
  const over = isFinished(facts.status) || part.ended !== undefined || (!underWay && (isLast || failed));
  const settled = failed ? "failed" : head.state === "failed" ? "done" : head.state;
  const state = underWay ? head.state : over ? settled : facts.status === "waiting" ? "waiting" : "running";
  const at = rows.find((row) => row.state === state && row.type !== "level") ?? rows.find((row) => row.state === state);
  const said = state === "failed" || state === "retrying" ? whyOf(at) : "";
  const why = said === "" && state === "failed" ? (part.failedLegs.get(leg.name) ?? "") : said;
  const summary =
    state === "running" ? rows.flatMap((row) => (row.state === "running" ? row.label : [])).join(", ") : "";
  return {
    ...plainRow({ state, op: node.path, label: head.label, why }),
    depth: 1,
    summary,
    startedAt: head.startedAt,
    endedAt: over ? head.endedAt : undefined,
    over,
  };
}

/** As the part says; where it says nothing, or has not named them all, a failed step tells. */
function hasFailed(leg: string, part: TreePart, head: LevelRow): boolean {
  if (part.failedLegs.has(leg)) return true;
  const saysAll = part.ended !== undefined && part.failed <= part.failedLegs.size;
  return !saysAll && head.state === "failed";
}

/** With the stage's name, unless the sentence begins with it. */
function whyOf(row: RunTreeRow | undefined): string {
  if (row === undefined || !("why" in row)) return "";
  const label = readableName(row.label);
  return row.why === "" || row.why.startsWith(label) ? row.why : `${label}: ${row.why}`;
}
