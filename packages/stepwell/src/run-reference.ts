/** What people type for a run: its id, a part of it, or @last. */
import { isFailure, type RunView, type Stepwell } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { commandFailure } from "./errors.ts";

/** Shorter parts fit too many runs by chance. */
const leastCharacters = 4;
/** An error names no more of them. */
const enoughToAsk = 5;
const last = "@last";
/** Looked through at a time for the last one, and for names that are near. */
const pageSize = 200;

/** @throws unknown-run-reference, ambiguous-run, no-runs-yet */
export async function findRun(engine: Stepwell, reference: string, store: string): Promise<RunView> {
  if (reference === last) return await newest(engine, store);
  const exact = await byId(engine, reference);
  if (exact !== undefined) return exact;
  const found = reference.length < leastCharacters ? [] : await byPart(engine, reference);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1) throw commandFailure("ambiguous-run", { reference, found: found.map(({ id }) => id) });
  throw commandFailure("unknown-run-reference", { reference, store, nearest: await similar(engine, reference) });
}

/** The last one that somebody has begun: those that runs start for themselves (a job on a queue) are parts of it. */
async function newest(engine: Stepwell, store: string): Promise<RunView> {
  let page = await engine.list({}, { limit: 1 });
  const [first] = page.items;
  if (first === undefined) throw commandFailure("no-runs-yet", { store });
  for (;;) {
    const begun = page.items.find(({ parent }) => parent === undefined);
    if (begun !== undefined) return begun;
    if (page.next === undefined) return first;
    page = await engine.list({}, { limit: pageSize, cursor: page.next });
  }
}

async function byId(engine: Stepwell, id: string): Promise<RunView | undefined> {
  try {
    return await engine.handle(id).status();
  } catch (error) {
    if (isFailure(error, "unknown-run") || isFailure(error, "invalid-name")) return undefined;
    throw error;
  }
}

/** Runs whose id begins or ends so. */
async function byPart(engine: Stepwell, part: string): Promise<RunView[]> {
  const ids = (await engine.idsLike(part)).slice(0, enoughToAsk);
  const found = await Promise.all(ids.map((id) => byId(engine, id)));
  return found.filter((run) => run !== undefined);
}

/** Among the newest: whole ids, and their ends of the same length. */
async function similar(engine: Stepwell, reference: string): Promise<string> {
  if (reference.startsWith("@")) return last;
  const recent = (await engine.list({}, { limit: pageSize })).items.map(({ id }) => id);
  const near = nearestName(reference, recent);
  if (near !== "" || reference.length < leastCharacters) return near;
  const ends = recent.map((id) => id.slice(-reference.length));
  const end = nearestName(reference, ends);
  return recent[ends.indexOf(end)] ?? "";
}
