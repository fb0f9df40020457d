/** Runs that a claim may take, and which of them it does. */
import type { RunState } from "../../model/run-state.ts";
import type { ClaimRequest, RunKey } from "../port.ts";
import type { SqlRow } from "./driver.ts";

export interface Candidate {
  readonly key: RunKey;
  readonly priority: number;
  readonly dueAt: number;
  readonly suspect: boolean;
  readonly state: RunState;
}

/** @param row key, priority, since when it is due, deaths, state */
export function toCandidate(row: SqlRow): Candidate {
  const [key, priority, dueAt, deaths, state] = row as readonly [RunKey, number, number, number, RunState];
  return { key, priority, dueAt, suspect: deaths >= 2, state };
}

export function choose(candidates: readonly Candidate[], wanted: ClaimRequest): Candidate[] {
  const sorted = [...candidates].sort((a, b) => b.priority - a.priority || a.dueAt - b.dueAt || a.key - b.key);
  let suspects = 0;
  const allowed = sorted.filter((candidate) => {
    if (!candidate.suspect) return true;
    suspects += 1;
    return wanted.suspects === "any" || suspects === 1;
  });
  return allowed.slice(0, wanted.limit);
}
