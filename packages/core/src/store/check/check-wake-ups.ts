/** Whoever waits has something stored that will bring it on: a time, its place in a line, the end of a child, a question. */
import { isFinished } from "../../model/run-state.ts";
import type { RunKey, RunRow, Store, WakeUps } from "../port.ts";
import type { StoreFinding } from "./finding.ts";
import { saidTwice } from "./said-twice.ts";

/** What nothing but time ends. Of an encrypted sentence nothing is known. */
const timed = /^waits for (?:sleep|step|the next try of) "/;
const asked = /^waits for approval "/;

export async function checkWakeUps(store: Store, run: RunKey): Promise<StoreFinding[]> {
  return await saidTwice(async () => {
    const before = await store.get(run);
    if (before === undefined || !["pending", "waiting"].includes(before.status)) return [];
    const problems = [...wakeUpProblems(before, await store.wakeUps(run)), ...(await askProblems(store, before))];
    // Both were read of the same moment, or of none that counts.
    const row = await store.get(run);
    if (row === undefined || row.claim !== before.claim || row.status !== before.status) return [];
    return problems.map((problem) => ({ about: "row", run: row.id, problem }));
  });
}

function* wakeUpProblems(row: RunRow, { dueAt, lines, awaits }: WakeUps): Generator<string> {
  const { status, why = "", wakeAt, inLine, availableAt } = row;
  if (status === "waiting" && dueAt === undefined) {
    if (wakeAt !== undefined) yield `it is to wake at ${new Date(wakeAt).toISOString()}, and no claim will find it`;
    else if (timed.test(why)) yield `it ${why}, and nothing will wake it`;
  }
  if (status === "pending" && dueAt === undefined && !lines.includes(inLine ?? ""))
    yield inLine === undefined
      ? `it is to begin at ${new Date(availableAt).toISOString()}, and no claim will find it`
      : `it stands in line for ${inLine}, and that line does not have it`;
  for (const { op, run } of awaits)
    if (run === undefined) yield `it waits for the end of a run that is not there (${op})`;
}

async function askProblems(store: Store, { id, status, why = "" }: RunRow): Promise<string[]> {
  if (status !== "waiting" || !asked.test(why)) return [];
  const { items } = await store.asks({ run: id }, { limit: 1 });
  return items.length > 0 ? [] : [`it ${why}, and no list has that question`];
}

/** Of a run that is over nobody can answer a question any more. */
export async function checkAsks(store: Store): Promise<StoreFinding[]> {
  return await saidTwice(async () => {
    const findings: StoreFinding[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.asks({}, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
      for (const { run, op } of page.items) {
        const row = await store.find(run);
        if (row !== undefined && !isFinished(row.status)) continue;
        const problem = `it is over, and its question "${op}" is still listed`;
        findings.push({ about: "row", run, problem });
      }
      cursor = page.next;
    } while (cursor !== undefined);
    return findings;
  });
}
