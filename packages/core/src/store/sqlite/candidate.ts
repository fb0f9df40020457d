/** Runs that a claim may take. */
import type { RunState } from "../../model/run-state.ts";
import type { RunKey } from "../port.ts";
import type { SqlRow } from "./driver.ts";

export interface Candidate {
  readonly key: RunKey;
  readonly priority: number;
  readonly dueAt: number;
  readonly suspect: boolean;
  /** Times in a row that its worker died while it was a suspect and executed alone. */
  readonly loneDeaths: number;
  readonly state: RunState;
  readonly shares: boolean;
}

type Columns = readonly [RunKey, number, number, number, RunState, 0 | 1, number];

/** @param row key, priority, since when it is due, deaths, state, whether it shares places, lone deaths */
export function toCandidate(row: SqlRow): Candidate {
  const [key, priority, dueAt, deaths, state, shares, loneDeaths] = row as unknown as Columns;
  return { key, priority, dueAt, suspect: deaths >= 2, loneDeaths, state, shares: shares === 1 };
}
