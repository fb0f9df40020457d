/**
 * What workflow code and bodies did, as they saw it: executions of runs, what each was told in which order, and which
 * bodies began. Judged against the ledger: at once where that can be, and at the end of the history.
 */
import type { Entry, EntryKind } from "../../model/entry.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import type { Actor } from "./actor.ts";
import { Execution, type Self, type Told } from "./execution.ts";
import { Asked } from "./judge-asked.ts";
import { attemptProblem, type Body } from "./judge-attempt.ts";
import { Beats } from "./judge-beats.ts";
import { Beginnings } from "./judge-begin.ts";
import { Overtimes } from "./judge-times.ts";
import { dueAt, fenceOf, type KnownRun } from "./known-run.ts";
import type { Ledger } from "./ledger.ts";
import type { Nature } from "./plan.ts";
import { UnderWay } from "./under-way.ts";

/** A callback that somebody may hand in. */
interface Given {
  /** Id of the run. */
  readonly id: string;
  readonly generation: number;
  readonly name: string;
  readonly token: string;
  readonly run: KnownRun | undefined;
}

export interface ExecutionsParts extends Nature {
  readonly ledger: Ledger;
  readonly clock: { readonly elapsed: number; now(): number; latest(): number };
  offend(offence: string): void;
}

export class Executions {
  readonly all: Execution[] = [];
  /** Callbacks, by their token. */
  readonly callbacks = new Map<string, Given>();
  readonly overtimes: Overtimes;
  readonly asked: Asked;
  readonly beats: Beats;
  readonly #parts: ExecutionsParts;
  readonly #underWay: UnderWay;
  readonly #beginnings: Beginnings;
  /** The newest of each run in each process. */
  readonly #newest = new Map<string, Execution>();
  readonly #begun = new Set<string>();
  /** By what it gave: when a body has failed, by the clock on the wall. */
  readonly #failedAt = new Map<string, number>();
  #tokens = 0;

  constructor(parts: ExecutionsParts) {
    this.#parts = parts;
    this.overtimes = new Overtimes(parts);
    this.beats = new Beats(parts);
    this.asked = new Asked(parts.ledger);
    this.#underWay = new UnderWay(parts);
    this.#beginnings = new Beginnings(parts);
  }

  begin(actor: Actor, run: Self): Execution {
    const known = this.#parts.ledger.ids.taken(run, actor.number);
    // One that others have taken for dead goes on with what it has read: by now there may be more.
    const recorded = known?.takenWith.get(actor.number) ?? known?.entries.length ?? 0;
    const execution = new Execution(actor, run, { run: known, recorded });
    this.all.push(execution);
    this.#newest.set(`${actor.number} ${execution.name}`, execution);
    return execution;
  }

  /** The execution of a run that is under way in a process. */
  executing(actor: Actor, { id, generation, key }: KnownRun): unknown {
    return this.#newest.get(`${actor.number} ${id} ${generation} ${key}`);
  }

  tell(execution: Execution, told: Told): void {
    if (execution.actor.dead) return;
    execution.told.push(told);
    const { ledger, offend, steady } = this.#parts;
    const arrivedAt = ledger.arrivedAt.get(JSON.stringify(told.holds)) ?? 0;
    const { run } = execution;
    const lateMs = arrivedAt - dueAt(told.due, run);
    if (steady && lateMs > 0)
      offend(`run ${execution.id}: received ${told.text}, ${lateMs} ms after its time was over`);
    const entry = entryOf(run, told, execution);
    // What an earlier generation has kept is told when it is asked for, after whatever goes before it.
    const replayed = entry !== undefined && entry.kind !== "kept" && entry.seq <= execution.recorded;
    if (replayed && execution.bodies > 0)
      offend(`run ${execution.id}: a body began before its code was told of recorded entry ${entry.seq} (${entry.op})`);
  }

  /** @returns what the body gives, like no other; undefined when its process is dead */
  body(execution: Execution, s: BodyContext, body: Body): string | undefined {
    if (execution.actor.dead) return undefined;
    const { offend, clock, smooth } = this.#parts;
    const { id, generation, run } = execution;
    const where = `run ${id} (generation ${generation}), ${body.name}, attempt ${s.attempt}`;
    execution.bodies++;
    for (; execution.durable < body.askedAfter; execution.durable++) {
      const told = execution.told[execution.durable] as Told;
      if (told.name !== undefined && entryOf(run, told, execution) === undefined)
        offend(`${where}: began before what the code was told is on disk: ${told.text}`);
    }
    const what = `${execution.name}, ${body.name}, attempt ${s.attempt}, claim ${s.fence}`;
    if (this.#begun.has(what) && body.repeats === undefined) offend(`${where}, claim ${s.fence}: began twice`);
    this.#begun.add(what);
    if (run !== undefined && fenceOf(run) === s.fence) {
      if (!body.shielded && run.entries.some(({ kind }) => kind === "cancel" || kind === "timeout"))
        offend(`${where}: began after the run was cancelled`);
      if (smooth && clock.elapsed - (run.pausedSince ?? clock.elapsed) > 1_000)
        offend(`${where}: began a second after the run was to pause`);
      const failedAt = (value: string): number | undefined => this.#failedAt.get(/[\w-]+@\d+;/.exec(value)?.[0] ?? "");
      const problem = attemptProblem(run, { s, body, now: clock.latest(), steady: this.#parts.steady, failedAt });
      if (problem !== undefined) offend(`${where}: ${problem}`);
    }
    const token = `${body.name}@${this.#tokens++};`;
    const begun = { execution, s, body, run, overAt: this.overtimes.overAt({ body, run }) };
    const problems = [this.#underWay, this.overtimes, this.beats].map((each) => each.begin(token, begun));
    for (const problem of [...problems, ...this.#beginnings.problems(begun)])
      if (problem !== undefined) offend(`${where}: ${problem}`);
    return token;
  }

  /** The body that has this to give has come to its end. */
  ended(token: string): void {
    this.#underWay.ended(token);
    for (const problem of [this.overtimes.ended(token), this.beats.ended(token)])
      if (problem !== undefined) this.#parts.offend(`${token} ${problem}`);
  }

  /** How often a body was begun, by all processes. */
  triesOf(execution: Execution, name: string): number {
    return this.#underWay.triesOf(execution, name);
  }

  /** The code has a token to give away. */
  gives(
    { id, generation, actor, run }: Execution,
    { name, token }: { readonly name: string; readonly token: string },
  ): void {
    if (!actor.dead) this.callbacks.set(token, { id, generation, name, token, run });
  }

  /** The body that has this to give fails. */
  fails(token: string): void {
    this.#failedAt.set(token, this.#parts.clock.now());
  }
}

/** What these tell the code is not a text of its own. */
const withoutToken: ReadonlySet<EntryKind> = new Set(["timer", "child", "given"]);

/** Of these the code is told nothing. */
const untold: ReadonlySet<EntryKind> = new Set(["attempt", "held", "step-started", "retried"]);

/** The entry by which the code was told this, if it is on disk: from before, or brought by this very execution. */
export function entryOf(run: KnownRun | undefined, { name, holds }: Told, execution: Execution): Entry | undefined {
  const entry = name === undefined ? undefined : run?.outcomes.get(name);
  if (run === undefined || entry === undefined || untold.has(entry.kind)) return undefined;
  if (entry.seq > execution.recorded && run.writers[entry.seq - 1] !== execution) return undefined;
  if (holds === undefined) return withoutToken.has(entry.kind) ? entry : undefined;
  return entry.value?.includes(holds) ? entry : undefined;
}
