/**
 * How long bodies may take: one whose time is over is told, nothing begins after it, and what it still gives is taken by
 * nobody; what has not taken too long does not time out. A timer of a process comes before whatever is due there later.
 */
import type { AttemptValue, Entry } from "../../model/entry.ts";
import { isFailure } from "../../model/errors.ts";
import { decode } from "../../model/value/codec.ts";
import type { Body } from "./judge-attempt.ts";
import { isTooSilent } from "./judge-beats.ts";
import { dueAt, dueFrom, type KnownRun, ownName } from "./known-run.ts";
import type { Begun } from "./under-way.ts";

export interface OvertimesParts {
  readonly steady: boolean;
  readonly clock: { readonly elapsed: number; now(): number };
}

/** A body, since when it executes, and when the time of its step is over by the clock on the wall. */
interface Timed extends Begun {
  readonly since: number;
  readonly dueAt: number;
  readonly dueFrom: number;
}

export class Overtimes {
  readonly #parts: OvertimesParts;
  /** By what they will give. */
  readonly #bodies = new Map<string, Timed>();
  /** What bodies have given after their time. */
  readonly #late = new Set<string>();
  /** What the attempts of each step were like, by run, name and attempt. */
  readonly #attempts = new Map<string, Timed>();

  constructor(parts: OvertimesParts) {
    this.#parts = parts;
  }

  begin(token: string, begun: Begun): string | undefined {
    const { body, run, s } = begun;
    if (body.times === undefined && body.due === undefined) return undefined;
    const { steady, clock } = this.#parts;
    const now = clock.now();
    const timed = { ...begun, since: clock.elapsed, dueAt: dueAt(body.due, run), dueFrom: dueFrom(body.due, run) };
    this.#bodies.set(token, timed);
    this.#attempts.set(attemptOf(run, body.name, s.attempt), timed);
    // A person who lets it try again knows how late it is.
    const byPerson = run?.entries.some(({ kind, op }) => kind === "retried" && ownName(op) === body.name);
    if (steady && !byPerson && now >= timed.dueAt) return `it began ${now - timed.dueAt} ms after its time was over`;
    return undefined;
  }

  /** After what time of a body nobody waits for it any more, ms since the beginning of the world. */
  overAt({ body, run }: Pick<Begun, "body" | "run">): number {
    const { clock } = this.#parts;
    const { attemptMs = Infinity, totalMs, silenceMs = Infinity } = body.times ?? {};
    // What undoes something is asked for by the engine: its time may be over at any moment.
    const leftMs = totalMs !== undefined && body.due === undefined ? 0 : dueFrom(body.due, run) - clock.now();
    return clock.elapsed + Math.min(attemptMs, leftMs, isTooSilent(body) ? silenceMs : Infinity);
  }

  ended(token: string): string | undefined {
    const timed = this.#bodies.get(token);
    if (timed === undefined) return undefined;
    this.#bodies.delete(token);
    const { steady, clock } = this.#parts;
    const { s, body, since } = timed;
    const { aborted, reason } = s.abortSignal as { readonly aborted: boolean; readonly reason: unknown };
    const tookMs = clock.elapsed - since;
    if (isFailure(reason, "step-timeout")) {
      this.#late.add(token);
      const ofAttempt = reason.facts.which === "timeout";
      if (ofAttempt && tookMs < (body.times?.attemptMs ?? Infinity))
        return `it was told after ${tookMs} ms that its time is over`;
      const early = timed.dueFrom - clock.now();
      return steady && !ofAttempt && body.due !== undefined && early > 0
        ? `it was told ${early} ms early that the time of all is over`
        : undefined;
    }
    if (aborted || !(isTooLong(body) && tookMs >= (body.takesMs ?? 0))) return undefined;
    this.#late.add(token);
    return `it was not told that its time is over`;
  }

  *problems(runs: Iterable<KnownRun>): Generator<string> {
    for (const run of runs)
      for (const [at, entry] of run.entries.entries()) {
        const where = `run ${run.id} (generation ${run.generation}), ${entry.op}, attempt ${entry.attempt}`;
        const token = /[\w-]+@\d+;/.exec(entry.value ?? "")?.[0] ?? "";
        if (this.#late.has(token)) yield `${where}: ${token} came after its time, and is recorded`;
        // What was copied has ended elsewhere.
        const problem = run.writers[at] === undefined ? undefined : this.#timeoutProblem(run, entry);
        if (problem !== undefined) yield `${where}: ${problem}`;
      }
  }

  #timeoutProblem(run: KnownRun, entry: Entry): string | undefined {
    const which = timeoutIn(entry);
    const timed = this.#attempts.get(attemptOf(run, ownName(entry.op), entry.attempt));
    if (which === "timeout")
      return timed && isTooLong(timed.body) ? undefined : "timed out, and was not to take so long";
    if (which !== "totalTimeout" || timed?.body.due === undefined || !this.#parts.steady) return undefined;
    const early = timed.dueFrom - entry.at;
    return early > 0 ? `the time of all attempts was over ${early} ms early` : undefined;
  }
}

function isTooLong({ takesMs = 0, times }: Body): boolean {
  return takesMs >= (times?.attemptMs ?? Infinity);
}

/** Which time was over, if the attempt has ended so. */
function timeoutIn({ kind, value }: Entry): unknown {
  if (value === undefined || !["attempt", "step-failed", "held"].includes(kind)) return undefined;
  const ended = decode(value);
  const error = kind === "attempt" ? (ended as AttemptValue).error : (ended as Error).cause;
  return isFailure(error, "step-timeout") ? error.facts.which : undefined;
}

function attemptOf(run: KnownRun | undefined, name: string, attempt: number): string {
  return `${run?.key} ${name} ${attempt}`;
}
