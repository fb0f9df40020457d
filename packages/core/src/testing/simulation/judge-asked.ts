/**
 * What code was told of runs that it had started: how that very run has ended, and of no generation that another had
 * already followed when it asked (invariant 13).
 */
import { isFailure } from "../../model/errors.ts";
import { isFinished } from "../../model/run-state.ts";
import { decode } from "../../model/value/codec.ts";
import type { RunKey, RunRow } from "../../store/port.ts";
import type { Execution } from "./execution.ts";
import { type KnownRun, ownName } from "./known-run.ts";
import type { Ledger } from "./ledger.ts";

type AskedLedger = Pick<Ledger, "ids">;

export class Asked {
  readonly #ledger: AskedLedger;
  /** The generation of the child that was the newest when it was asked for first, by the run and the name of the asking. */
  readonly #newest = new Map<string, number>();

  constructor(ledger: AskedLedger) {
    this.#ledger = ledger;
  }

  first({ run, actor }: Execution, { name, child }: { readonly name: string; readonly child: string }): void {
    if (run === undefined || actor.dead) return;
    const what = askedBy(run.key, name);
    const newest = this.#ledger.ids.newest(child);
    // One that stands for nothing now may be given again.
    if (!this.#newest.has(what) && newest?.gone === undefined) this.#newest.set(what, newest?.generation ?? 1);
  }

  /** The first generation whose end may be told; undefined for what was told in another run. */
  from(run: RunKey, name: string): number | undefined {
    return this.#newest.get(askedBy(run, name));
  }
}

function askedBy(run: RunKey, name: string): string {
  return `${run} ${name}`;
}

interface Known {
  readonly ledger: Ledger;
  readonly executions: { readonly asked: Asked };
}

export function* askedProblems({ ledger, executions }: Known, rows: ReadonlyMap<KnownRun, RunRow>): Generator<string> {
  const ends = Map.groupBy(rows.values(), ({ id }) => id);
  for (const run of ledger.runs.values())
    for (const [at, { kind, op, value = "" }] of run.entries.entries()) {
      if (kind !== "child" || !op.startsWith("result~")) continue;
      const child = startedAs(run, op);
      if (child === undefined || ledger.ids.hasGone(child)) continue;
      // What was copied was asked for elsewhere.
      const own = run.writers[at] !== undefined;
      const from = (own ? executions.asked.from(run.key, ownName(op)) : undefined) ?? 1;
      const problem = problemOf({ told: decode(value) as Told, child, from, ends: ends.get(child) ?? [] });
      if (problem !== undefined) yield `run ${run.id} (generation ${run.generation}), ${op}: ${problem}`;
    }
}

/** Id of the run that was started by the name. */
function startedAs({ entries }: KnownRun, op: string): string | undefined {
  const name = op
    .slice(op.lastIndexOf("/") + 1)
    .replace(/^result~/, "")
    .replace(/#\d+$/, "");
  const started = entries.find((entry) => entry.kind === "started" && ownName(entry.op) === name);
  const id = started && decode(started.value ?? "null");
  return typeof id === "string" ? id : undefined;
}

type Told = readonly [ok: boolean, value: unknown];

interface Judged {
  readonly told: Told;
  readonly child: string;
  readonly from: number;
  readonly ends: readonly RunRow[];
}

function problemOf({ told: [ok, value], child, from, ends }: Judged): string | undefined {
  if (ok) {
    const given = ends.find(({ output, continued }) => !continued && output !== undefined && decode(output) === value);
    if (given === undefined) return `it was told ${String(value)}, which ${child} has not given`;
    return given.generation < from
      ? `it was told of generation ${given.generation} of ${child}, and asked when ${from} was there`
      : undefined;
  }
  if (isFailure(value, "unknown-run")) return `it was told that there is no ${child}`;
  if (!isFailure(value, "child-run-failed")) return undefined;
  const { child: which, status } = value.facts;
  if (which !== child) return `it was told of ${String(which)}, and asked for ${child}`;
  // One that was cancelled before anybody took it is not known: it found no place, or began with another's end.
  const unknown = status === "cancelled" && (ends.length === 0 || ends.some(({ continued }) => continued));
  const ended = ends.some((row) => isFinished(row.status) && row.status === status && row.generation >= from);
  return ended || unknown ? undefined : `it was told that ${child} is ${String(status)}, and it is not`;
}
