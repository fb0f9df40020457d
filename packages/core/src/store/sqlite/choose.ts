/** Which candidates a claim takes: by priority and age, those that share places only if there is room. */
import type { ClaimRequest, SuspectsWanted } from "../port.ts";
import type { Candidate } from "./candidate.ts";
import type { Connection } from "./driver.ts";
import { admit } from "./places/admit.ts";
import type { Session } from "./session.ts";

interface Choice {
  readonly candidates: readonly Candidate[];
  readonly wanted: ClaimRequest;
  readonly at: number;
}

/** `lined`: some found no room, and wait in line now. `heldBack`: a suspect is ready, for which nobody is taken. */
export function choose(session: Session, db: Connection, { candidates, wanted, at }: Choice) {
  const { those, heldBack } = besideSuspects(candidates, wanted.suspects);
  const sorted = those.sort((a, b) => b.priority - a.priority || a.dueAt - b.dueAt || a.key - b.key);
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
  return { taken, lined, heldBack };
}

/** Those who may be taken, with regard to the suspects among them. */
function besideSuspects(candidates: readonly Candidate[], wanted: SuspectsWanted) {
  const suspects = candidates.filter(({ suspect }) => suspect);
  if (suspects.length === 0 || (wanted !== "alone" && wanted !== "wait")) return { those: [...candidates] };
  // Each in turn: one that died alone already does not keep the others from being cleared.
  const fewest = Math.min(...suspects.map(({ loneDeaths }) => loneDeaths));
  const those = suspects.filter(({ loneDeaths }) => loneDeaths === fewest);
  return wanted === "wait" ? { those: [], heldBack: true } : { those };
}
