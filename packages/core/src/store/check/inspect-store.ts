/**
 * Reads all runs of a namespace and says what is not as it has to be. Others may go on meanwhile: what is read of one
 * run is of one moment, and what concerns several things is looked at again before it is said.
 */
import { isFailure } from "../../model/errors.ts";
import { isFinished, type RunState } from "../../model/run-state.ts";
import type { RunKey, Store, WholeRun } from "../port.ts";
import { checkChildren } from "./check-children.ts";
import { checkCounters } from "./check-counters.ts";
import { checkRun } from "./check-run.ts";
import { checkAsks, checkWakeUps } from "./check-wake-ups.ts";
import type { StoreFinding } from "./finding.ts";

/** What a check of a store has found. */
export interface StoreInspection {
  /** Ids that were looked at, with all their generations. */
  readonly runs: number;
  /** Empty where all is well. */
  readonly findings: readonly StoreFinding[];
  /** False: there were so many findings that the rest was not looked at. */
  readonly complete: boolean;
}

const findingsMax = 100;
/** Of others somebody else has to bring them on. */
const wakes: ReadonlySet<RunState> = new Set(["pending", "waiting"]);

/** Reads every run of the store's namespace, with all its values: for checks, not for looking. Changes nothing. */
export async function inspectStore(store: Store): Promise<StoreInspection> {
  const findings: StoreFinding[] = await checkFile(store);
  findings.push(...(await checkCounters(store)), ...(await checkPlaces(store)), ...(await checkAsks(store)));
  let runs = 0;
  let cursor: string | undefined;
  do {
    const page = await store.list({}, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
    for (const { key, id, status } of page.items) {
      findings.push(...(await checkOwner(store, key)), ...(await checkContents(store, id)));
      if (wakes.has(status)) findings.push(...(await checkWakeUps(store, key)));
      runs++;
      if (findings.length >= findingsMax) return { runs, findings, complete: false };
    }
    cursor = page.next;
  } while (cursor !== undefined);
  return { runs, findings, complete: true };
}

async function checkFile(store: Store): Promise<StoreFinding[]> {
  return (await store.damage()).map((problem) => ({ about: "file", run: undefined, problem }));
}

async function checkContents(store: Store, id: string): Promise<StoreFinding[]> {
  try {
    const generations = await store.exportRun(id, "all");
    return [...generations.flatMap(checkRun), ...generationProblems(generations), ...(await checkChildren(store, id))];
  } catch (error) {
    if (isFailure(error, "store-damaged")) return [{ about: "journal", run: id, problem: error.message }];
    // A row with texts in it that are none of the engine's, such as lists that are no lists.
    if (isFailure(error, "store-failed")) return [{ about: "row", run: id, problem: error.message }];
    throw error;
  }
}

/** Of the generations of an id only the last may go on. */
function generationProblems(generations: readonly WholeRun[]): StoreFinding[] {
  return generations.slice(0, -1).flatMap(({ facts: { id, generation, status } }): StoreFinding[] => {
    if (isFinished(status)) return [];
    return [{ about: "row", run: id, problem: `generation ${generation} is ${status}, and another has followed it` }];
  });
}

/** Keys of workers are never used again: one that is gone when the row is read once more was gone before. */
async function checkOwner(store: Store, run: RunKey): Promise<StoreFinding[]> {
  const workers = new Set((await store.workers()).map(({ key }) => key));
  const row = await store.get(run);
  if (row === undefined) return [];
  const { id, status, owner } = row;
  if (status !== "running" && owner !== undefined)
    return [{ about: "row", run: id, problem: `it is ${status}, and worker ${owner} owns it` }];
  if (status !== "running" || (owner !== undefined && workers.has(owner))) return [];
  const registered = new Set((await store.workers()).map(({ key }) => key));
  const again = await store.get(run);
  if (again?.status !== "running" || again.claim !== row.claim) return [];
  if (owner !== undefined && registered.has(owner)) return [];
  return [{ about: "row", run: id, problem: `it is running, and its worker (${owner ?? "none"}) is not registered` }];
}

/** What is held is held by runs that are not finished. */
async function checkPlaces(store: Store): Promise<StoreFinding[]> {
  const findings: StoreFinding[] = [];
  for (const { place, holders } of await store.places(Number.MAX_SAFE_INTEGER)) {
    for (const id of holders) {
      const holder = await store.find(id);
      if (holder !== undefined && !isFinished(holder.status)) continue;
      const [now] = (await store.places(Number.MAX_SAFE_INTEGER)).filter((other) => other.place === place);
      if (now?.holders.includes(id) !== true) continue;
      findings.push({ about: "place", run: id, problem: `it is over, and still holds ${place}` });
    }
  }
  return findings;
}
