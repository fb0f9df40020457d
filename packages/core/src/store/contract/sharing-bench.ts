/** Runs that share places, for the tests of the contract. */
import type { Need, OnConflict } from "../../model/sharing.ts";
import type { RunRow, StartOutcome, StartRow, Store } from "../port.ts";
import { change, type Engine, newBatch, newStart, only, t0 } from "./bench.ts";

function needOf(parts: Partial<Need> = {}): Need {
  const plain = { place: "workflow:order", units: 1, capacity: 1, limit: undefined, periodMs: undefined, keep: true };
  return { ...plain, ...parts };
}

export function sharing(need: Partial<Need> = {}, onConflict: OnConflict = "queue"): Partial<StartRow> {
  return { sharing: { needs: [needOf(need)], onConflict } };
}

export async function startOne(engine: Engine, parts: Partial<StartRow>, at = t0): Promise<StartOutcome> {
  return only((await engine.store.commit(newBatch(engine.worker, { at, starts: [newStart(parts)] }))).starts);
}

export async function complete(engine: Engine, row: RunRow, at = t0) {
  return change(engine, row, { event: "complete", output: "1" }, at);
}

export async function usedOf(store: Store, at = t0): Promise<Record<string, number>> {
  return Object.fromEntries((await store.places(at)).map(({ place, used }) => [place, used]));
}

/** Of a workflow with keys. */
export function ofKey(key: string): Partial<StartRow> {
  return sharing({ place: `workflow:order:${key}` });
}
