/** A run that waits for a child hears of its end: the child goes on, or its end is in the inbox. */
import type { Entry } from "../../model/entry.ts";
import { isFinished } from "../../model/run-state.ts";
import { decode } from "../../model/value/codec.ts";
import { isSealed } from "../../model/value/sealed-text.ts";
import type { Store } from "../port.ts";
import type { StoreFinding } from "./finding.ts";

/** What is said was so twice, and nothing has moved in between: others may go on meanwhile. */
export async function checkChildren(store: Store, id: string): Promise<StoreFinding[]> {
  const found = await unheard(store, id);
  if (found.length === 0) return [];
  const again = new Set((await unheard(store, id)).map(({ problem }) => problem));
  return found.filter(({ problem }) => again.has(problem));
}

async function unheard(store: Store, id: string): Promise<StoreFinding[]> {
  const row = await store.find(id);
  if (row?.status !== "waiting") return [];
  const entries = await store.journal(row.key, 0, Number.MAX_SAFE_INTEGER);
  const waited = calledChildren(entries);
  if (waited.length === 0) return [];
  const inbox = new Set((await store.inbox(row.key)).map(({ name }) => name));
  const findings: StoreFinding[] = [];
  for (const { op, child } of waited) {
    const ended = await store.find(child);
    // One that was given up is cancelled, and nobody waits for its end.
    if (ended === undefined || !isFinished(ended.status) || ended.status === "cancelled") continue;
    if (ended.continued || inbox.has(`child~${op}`)) continue;
    const problem = `it waits for run "${child}", which is ${ended.status}, and has not been told (position ${entries.length})`;
    findings.push({ about: "row", run: id, problem });
  }
  return findings;
}

/** By wf.call, and not ended as far as the journal knows. */
function calledChildren(entries: readonly Entry[]): { op: string; child: string }[] {
  const heard = new Set(entries.filter(({ kind }) => kind === "child").map(({ op }) => op));
  return entries.flatMap(({ kind, op, value }) => {
    if (kind !== "child-started" || heard.has(op) || value === undefined || isSealed(value)) return [];
    const child = decode(value);
    return typeof child === "string" ? [{ op, child }] : [];
  });
}
