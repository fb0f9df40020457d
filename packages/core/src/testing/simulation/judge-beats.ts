/**
 * How long bodies may be silent: one that is silent for too long is told, and what it still gives is taken by nobody; one
 * that speaks in time is not ended for that. What it has said last is given to the next attempt.
 */
import type { AttemptValue, Entry } from "../../model/entry.ts";
import { isFailure } from "../../model/errors.ts";
import { decode } from "../../model/value/codec.ts";
import type { Body } from "./judge-attempt.ts";
import { fenceOf, type KnownRun, ownName } from "./known-run.ts";
import type { Begun } from "./under-way.ts";

interface Beating extends Begun {
  /** Ms since the beginning of the world. */
  heardAt: number;
  said: string | undefined;
}

export class Beats {
  readonly #clock: { readonly elapsed: number };
  readonly #offend: (offence: string) => void;
  /** By what they will give. */
  readonly #bodies = new Map<string, Beating>();
  /** What bodies have given that were silent for too long. */
  readonly #late = new Set<string>();
  /** Of each attempt, by who executes it. */
  readonly #attempts = new WeakMap<object, Map<string, Beating>>();
  #beats = 0;

  constructor(parts: { readonly clock: { readonly elapsed: number }; offend(offence: string): void }) {
    this.#clock = parts.clock;
    this.#offend = (offence) => parts.offend(offence);
  }

  begin(token: string, begun: Begun): string | undefined {
    const { body, execution, s, run } = begun;
    if (body.times?.silenceMs === undefined) return undefined;
    const beating = { ...begun, heardAt: this.#clock.elapsed, said: undefined };
    this.#bodies.set(token, beating);
    const own = this.#attempts.get(execution) ?? new Map<string, Beating>();
    this.#attempts.set(execution, own.set(attemptOf(body.name, s.attempt), beating));
    s.abortSignal.addEventListener("abort", () => this.#told(token, beating), { once: true });
    if (run === undefined || fenceOf(run) !== s.fence) return undefined;
    const said = saidBefore(run, body.name);
    return said === s.lastHeartbeat
      ? undefined
      : `it was given ${String(s.lastHeartbeat)}; ${String(said)} was said last`;
  }

  /** The body says that it lives. */
  beat(token: string): void {
    const beating = this.#bodies.get(token);
    if (beating === undefined || beating.execution.actor.dead || isOver(beating)) return;
    beating.heardAt = this.#clock.elapsed;
    beating.said = `beat ${this.#beats++}`;
    beating.s.heartbeat(beating.said);
  }

  #told(token: string, { body, s, heardAt }: Beating): void {
    if (!isFailure(s.abortSignal.reason, "heartbeat-timeout")) return;
    this.#late.add(token);
    const silentMs = this.#clock.elapsed - heardAt;
    if (silentMs < (body.times?.silenceMs ?? 0))
      this.#offend(`${token} was told after ${silentMs} ms that it is silent for too long`);
  }

  ended(token: string): string | undefined {
    const beating = this.#bodies.get(token);
    this.#bodies.delete(token);
    if (beating === undefined || beating.s.abortSignal.aborted || !isTooSilent(beating.body)) return undefined;
    return "it was not told that it is silent for too long";
  }

  *problems(runs: Iterable<KnownRun>): Generator<string> {
    for (const run of runs)
      for (const [at, entry] of run.entries.entries()) {
        const { op, attempt, value = "" } = entry;
        const where = `run ${run.id} (generation ${run.generation}), ${op}, attempt ${attempt}`;
        const token = /[\w-]+@\d+;/.exec(value)?.[0] ?? "";
        if (this.#late.has(token)) yield `${where}: ${token} came after it was silent for too long, and is recorded`;
        // What was copied has ended elsewhere.
        const problem = this.#problem(entry, run.writers[at]);
        if (problem !== undefined) yield `${where}: ${problem}`;
      }
  }

  #problem(entry: Entry, writer: unknown): string | undefined {
    const own = typeof writer === "object" && writer !== null ? this.#attempts.get(writer) : undefined;
    const beating = own?.get(attemptOf(ownName(entry.op), entry.attempt));
    if (beating === undefined) return undefined;
    if (errorIn(entry) === "heartbeat-timeout" && !isTooSilent(beating.body))
      return "it was ended for its silence, and was not to be silent for so long";
    if (entry.kind !== "attempt") return undefined;
    const { heartbeat } = decode(entry.value ?? "") as AttemptValue;
    return heartbeat === beating.said
      ? undefined
      : `it has said ${String(beating.said)} last, and ${String(heartbeat)} is recorded`;
  }
}

/** Nobody listens any more: who is told that its run ends may still have something to give. */
function isOver({ s: { abortSignal } }: Beating): boolean {
  const { reason } = abortSignal as { readonly reason: unknown };
  return isFailure(reason, "step-timeout") || isFailure(reason, "heartbeat-timeout");
}

/** As it was made: from its beginning on, or from one time that it speaks to the next. */
export function isTooSilent({ takesMs = 0, times = { hangs: 0, hangMs: 0 } }: Body): boolean {
  const { silenceMs = Infinity, beatMs = Infinity } = times;
  return Math.min(takesMs, beatMs) >= silenceMs;
}

/** What the last recorded attempt has said that has said anything. */
function saidBefore({ entries }: KnownRun, name: string): unknown {
  const said = entries.flatMap(({ kind, op, value = "" }) =>
    kind === "attempt" && ownName(op) === name ? [(decode(value) as AttemptValue).heartbeat] : [],
  );
  return said.findLast((each) => each !== undefined);
}

function errorIn({ kind, value }: Entry): unknown {
  if (value === undefined || !["attempt", "step-failed", "held"].includes(kind)) return undefined;
  const ended = decode(value);
  const error = kind === "attempt" ? (ended as AttemptValue).error : (ended as Error).cause;
  return isFailure(error, "heartbeat-timeout") ? error.code : undefined;
}

function attemptOf(name: string, attempt: number): string {
  return `${name} ${attempt}`;
}
