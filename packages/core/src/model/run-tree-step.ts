/** Rows of single operations. */
import { isFinished } from "./run-state.ts";
import type { EndedMember, OpenMember, TreeNode } from "./run-tree-node.ts";
import type { RowState, StepRow, TreeFacts } from "./run-tree-row.ts";
import { retrySentence } from "./run-tree-sentence.ts";

export interface StepParts<M> {
  readonly node: TreeNode;
  readonly member: M;
  readonly label: string;
  readonly depth: number;
}

export function openStep(parts: StepParts<OpenMember>, facts: TreeFacts): StepRow {
  const { node, member, label, depth } = parts;
  const executes = member.seenAt !== undefined;
  const state: RowState = isFinished(facts.status) ? "stopped" : executes ? "running" : "retrying";
  return {
    type: "step",
    depth,
    state,
    op: member.op,
    label,
    attempt: member.attempt,
    progress: member.progress,
    summary: "",
    why: executes ? "" : whyOpen(member, facts),
    startedAt: member.startedAt,
    sinceAt: node.sinceAt,
    endedAt: undefined,
  };
}

export function endedStep(parts: StepParts<EndedMember>): StepRow {
  const { node, member, label, depth } = parts;
  return {
    type: "step",
    depth,
    state: member.why === "" ? "done" : "failed",
    op: member.op,
    label,
    attempt: member.attempt,
    progress: undefined,
    summary: member.summary,
    why: member.why,
    startedAt: node.startedAt,
    sinceAt: node.sinceAt,
    endedAt: node.endedAt,
  };
}

/** Why one that has not ended does not go on; "" when it does. */
export function whyOpen(member: OpenMember, facts: TreeFacts): string {
  if (member.failed === undefined) return "";
  return isFinished(facts.status) ? member.failed.message : retrySentence(member.failed, facts.now);
}

/** Of a part or a leg as a whole, whatever there is in it. */
export function plainRow({ state, op, label, why }: Pick<StepRow, "state" | "op" | "label" | "why">): StepRow {
  const times = { startedAt: undefined, sinceAt: undefined, endedAt: undefined };
  return { type: "step", depth: 0, state, op, label, attempt: 1, progress: undefined, summary: "", why, ...times };
}
