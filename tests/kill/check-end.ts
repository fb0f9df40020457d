/** What must hold when the killing is over and all runs have ended. */

import { DatabaseSync } from "node:sqlite";
import { inspectStore, nodeHost, type Stepwell, type StoreProvider } from "@stepwell/core";
import type { NotedEffect } from "./effects.ts";
import { idOf, type People } from "./people.ts";
import { expectedOf } from "./workload.ts";

export async function checkRuns(engine: Stepwell, people: People, effects: readonly NotedEffect[]): Promise<string[]> {
  const problems: string[] = [];
  const executed = new Set(effects.map(({ run, generation, step }) => `${run} ${generation} ${step}`));
  for (const n of people.started) {
    const handle = engine.handle(idOf(n));
    const { status, output, generation, why } = await handle.status();
    const id = idOf(n);
    const expected = expectedOf(n);
    if (status === "completed" && output !== expected) problems.push(`${id} gave ${output}, and not ${expected}`);
    const wanted = people.cancelled.has(n)
      ? ["completed", "cancelled", "failed"]
      : [expected === undefined ? "failed" : "completed"];
    if (!wanted.includes(status)) problems.push(`${id} is ${status}: ${why}`);
    // A recorded step has had its effect.
    const journal = await handle.journal();
    for (const { kind, op } of journal) {
      const step = op.replace(/^compensate\//, "undo ");
      const noted = ["s0", "s1", "quick", "once", "s2", "undo s0"].includes(step);
      if (kind === "step" && noted && !executed.has(`${id} ${generation} ${step}`))
        problems.push(`${id}: step ${op} is recorded, and was never executed`);
    }
    // A payment that was acknowledged has come; before a cancel it may not have been taken.
    const sum = people.paid.get(n);
    const taken = journal.find(({ kind, op }) => kind === "callback" && op === "callback~paid")?.value;
    if (sum !== undefined && taken !== sum && !people.cancelled.has(n))
      problems.push(`${id} was paid ${sum}, and has taken ${taken}`);
    if (status === "failed" && !journal.some(({ op }) => op === "compensate/s0")) problems.push(`${id} was not undone`);
  }
  return problems;
}

/** Transactions: exactly one row for each that is recorded, though bodies were executed again. */
export async function checkBooks(file: string, engine: Stepwell, people: People): Promise<string[]> {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare("SELECT run, generation, count(*) n FROM books GROUP BY 1, 2").all();
  db.close();
  const counts = new Map(rows.map(({ run, generation, n }) => [`${run} ${generation}`, Number(n)]));
  const problems: string[] = [];
  for (const n of people.started) {
    const handle = engine.handle(idOf(n));
    const { generation } = await handle.status();
    const recorded = (await handle.journal()).filter(({ kind, op }) => kind === "step" && op === "book").length;
    const booked = counts.get(`${idOf(n)} ${generation}`) ?? 0;
    if (booked !== recorded) problems.push(`${idOf(n)} is booked ${booked} times, and has recorded ${recorded}`);
  }
  return problems;
}

/** In no period of a rate more runs have begun than it lets begin, whoever claimed them. */
export async function checkRate(engine: Stepwell, { workflow, limit, periodMs }: Rate): Promise<string[]> {
  const begun: number[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await engine.list({ workflow }, { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    for (const { startedAt } of page.items) if (startedAt !== undefined) begun.push(startedAt.getTime());
    cursor = page.next;
    if (cursor === undefined) break;
  }
  begun.sort((a, b) => a - b);
  const problems: string[] = [];
  for (const [at, last] of begun.slice(limit).entries()) {
    const within = last - (begun[at] ?? 0);
    if (within < periodMs)
      problems.push(`${limit + 1} runs of ${workflow} began within ${within} ms; ${limit} may in ${periodMs}`);
  }
  return problems;
}

interface Rate {
  readonly workflow: string;
  readonly limit: number;
  readonly periodMs: number;
}

/** The invariant checker's findings, and what is held though nobody is there to hold it. */
export async function checkStore(provider: StoreProvider): Promise<string[]> {
  const store = await provider.open({ host: nodeHost(), namespace: "default" });
  try {
    const { findings } = await inspectStore(store);
    // What counts of a rate is over with its period.
    const held = (await store.places(Number.MAX_SAFE_INTEGER)).filter(({ used }) => used > 0);
    return [
      ...findings.map(({ run, problem }) => `${run ?? "store"}: ${problem}`),
      ...held.map(({ place, used }) => `${place}: ${used} held, and no run is unfinished`),
    ];
  } finally {
    await store.close();
  }
}
