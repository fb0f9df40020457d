/** A run that waits for a child hears of its end: the child goes on and is to tell it, or its end is in the inbox. */
import type { Entry } from "../../model/entry.ts";
import { isFinished } from "../../model/run-state.ts";
import { decode } from "../../model/value/codec.ts";
import { isSealed } from "../../model/value/sealed-text.ts";
import type { RunRow, Store } from "../port.ts";
import type { StoreFinding } from "./finding.ts";
import { saidTwice } from "./said-twice.ts";

export async function checkChildren(store: Store, id: string): Promise<StoreFinding[]> {
  return await saidTwice(() => unheard(store, id));
}

async function unheard(store: Store, id: string): Promise<StoreFinding[]> {
  const row = await store.find(id);
  if (row?.status !== "waiting") return [];
  const entries = await store.journal(row.key, 0, Number.MAX_SAFE_INTEGER);
  const waited = calledChildren(entries);
  if (waited.length === 0) return [];
  const awaited = new Set((await store.wakeUps(row.key)).awaits.map(({ op }) => op));
  const inbox = new Set((await store.inbox(row.key)).map(({ name }) => name));
  const findings: StoreFinding[] = [];
  for (const { op, child } of waited) {
    const ended = await store.find(child);
    if (ended === undefined || inbox.has(`child~${op}`) || isGivenUp(ended, id)) continue;
    if (!isFinished(ended.status) && awaited.has(op)) continue;
    const untold = isFinished(ended.status) ? "has not been told" : "will not be told of its end";
    const problem = `it waits for run "${child}", which is ${ended.status}, and ${untold} (position ${entries.length})`;
    findings.push({ about: "row", run: id, problem });
  }
  return findings;
}

/**
 * Nobody waits for the end of one that was given up: it is asked to end, if it is the run's own, and may be done first;
 * one that was there before goes on. What has become of it since, in later generations, says nothing.
 */
function isGivenUp(child: RunRow, parent: string): boolean {
  if (child.cancelRequestedAt !== undefined) return true;
  if (isFinished(child.status)) return child.status === "cancelled" || child.continued;
  return child.parent !== parent || child.generation > 1;
}

/** By wf.call, and not ended as far as the journal knows. What was called before a request to end was given up by it. */
function calledChildren(entries: readonly Entry[]): { op: string; child: string }[] {
  const heard = new Set(entries.filter(({ kind }) => kind === "child").map(({ op }) => op));
  const end = entries.findLastIndex(({ kind }) => kind === "cancel" || kind === "timeout");
  return entries.slice(end + 1).flatMap(({ kind, op, value }) => {
    if (kind !== "child-started" || heard.has(op) || value === undefined || isSealed(value)) return [];
    const child = decode(value);
    return typeof child === "string" ? [{ op, child }] : [];
  });
}
