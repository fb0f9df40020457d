/** Which candidates a claim takes: by priority and age, those that share places only if there is room. */
import type { ClaimRequest } from "../port.ts";
import type { Candidate } from "./candidate.ts";
import type { Connection } from "./driver.ts";
import { admit } from "./places/admit.ts";
import type { Session } from "./session.ts";

interface Choice {
  readonly candidates: readonly Candidate[];
  readonly wanted: ClaimRequest;
  readonly at: number;
}

/** `lined`: some found no room, and wait in line now. */
export function choose(session: Session, db: Connection, { candidates, wanted, at }: Choice) {
  const sorted = [...candidates].sort((a, b) => b.priority - a.priority || a.dueAt - b.dueAt || a.key - b.key);
  const taken: Candidate[] = [];
  let suspects = 0;
  let lined = false;
  for (const run of sorted) {
    if (taken.length >= wanted.limit) break;
    if (run.suspect && wanted.suspects !== "any" && suspects > 0) continue;
    if (run.shares && !admit(session, db, { run, at })) {
      lined = true;
      continue;
    }
    if (run.suspect) suspects++;
    taken.push(run);
  }
  return { taken, lined };
}
