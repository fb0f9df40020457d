/** Runs that a claim may take. */
import type { RunState } from "../../model/run-state.ts";
import type { RunKey } from "../port.ts";
import type { SqlRow } from "./driver.ts";

export interface Candidate {
  readonly key: RunKey;
  readonly priority: number;
  readonly dueAt: number;
  readonly suspect: boolean;
  readonly state: RunState;
  readonly shares: boolean;
}

type Columns = readonly [RunKey, number, number, number, RunState, 0 | 1];

/** @param row key, priority, since when it is due, deaths, state, whether it shares places */
export function toCandidate(row: SqlRow): Candidate {
  const [key, priority, dueAt, deaths, state, shares] = row as unknown as Columns;
  return { key, priority, dueAt, suspect: deaths >= 2, state, shares: shares === 1 };
}
