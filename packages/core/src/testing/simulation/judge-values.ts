/** What transactions and shared values have left: rows exactly where entries are (invariant 19), and one value of a key. */
import { type KnownRun, ownName } from "./known-run.ts";
import { nodesOf } from "./plan.ts";
import type { Program } from "./program.ts";
import type { World } from "./world.ts";

export function judgeBooks({ ledger, database, offences }: World): void {
  const recorded = new Set<string>();
  for (const { entries } of ledger.runs.values())
    for (const { kind, value = "" } of entries) {
      const token = kind === "step" ? /^"(y[\d-]+@\d+;)"$/.exec(value)?.[1] : undefined;
      if (token !== undefined) recorded.add(token);
    }
  const booked = database.booked();
  const there = new Set(booked);
  if (there.size < booked.length) offences.add(`a transaction has left ${booked.length - there.size} rows too many`);
  for (const token of there) if (!recorded.has(token)) offences.add(`${token} is booked, and no journal has it`);
  for (const token of recorded) if (!there.has(token)) offences.add(`${token} is recorded, and is not booked`);
}

/** Whatever stands apart is there for each run that names it, and nothing is there for nobody. */
export function judgeApart({ database, offences, plan }: World): void {
  if (plan.inlineBytes === undefined) return;
  for (const unkept of database.unkept()) offences.add(`a value that stands apart is gone: ${unkept}`);
  for (const stray of database.strays()) offences.add(`nobody has it any more: ${stray}`);
}

export function judgeShared({ ledger, plan, offences }: World): void {
  const shared = new Set<string>();
  for (const flow of plan.flows)
    for (const each of nodesOf(flow)) if (isCached(each)) shared.add(`${flow.name}/${each.name}`);
  if (shared.size === 0) return;
  const recorded = [...ledger.runs.values()].flatMap((run) => [...sharedValues(run, shared)]);
  // A retry, and a fork of that, keep what was done when nobody shared it any more.
  const unshared = new Set(recorded.flatMap(({ what, value, late }) => (late ? [`${what} ${value}`] : [])));
  const values = new Map<string, string>();
  for (const { id, what, value } of recorded) {
    if (unshared.has(`${what} ${value}`)) continue;
    const before = values.get(what);
    if (before !== undefined && before !== value)
      offences.add(`${what} of ${id} is ${value}; others have shared ${before}`);
    values.set(what, value);
  }
}

interface SharedValue {
  readonly id: string;
  readonly what: string;
  readonly value: string;
  /** Who is to end computes for nobody any more, although its body may still come to its end. */
  readonly late: boolean;
}

function* sharedValues({ workflow, id, entries }: KnownRun, shared: ReadonlySet<string>): Generator<SharedValue> {
  let late = false;
  for (const { kind, op, value = "" } of entries) {
    if (kind === "cancel" || kind === "timeout") late = true;
    const own = ownName(op);
    // What is set with it belongs to its run alone (step-data).
    if (kind === "step" && shared.has(`${workflow}/${own.split("-")[0]}`))
      yield { id, what: `${workflow}/${own}`, value, late };
  }
}

function isCached(program: Program): program is Program & { readonly is: "step"; readonly name: string } {
  return program.is === "step" && program.kind === "cached";
}
