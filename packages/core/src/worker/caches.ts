/**
 * Bodies whose value another run may have computed: finds out, and waits while one computes it.
 *
 * K1  Who is told to compute a value writes how that ended with the entry of its body's end, or when its code gives the
 *     step up, and not both. Between attempts nobody holds the value: another run may try meanwhile.
 * K2  Whoever waits asks again: at once when the holder's end was written here, else after a second at most. So nothing
 *     is lost with a holder that is gone.
 */
import type { Host } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { CacheWish } from "../operations/cache.ts";
import type { BodyCommand, Operation } from "../operations/run-port.ts";
import type { CacheTaken, RunWrite, Store } from "../store/port.ts";
import type { HeldRuns } from "./held-runs.ts";
import { isReadable } from "./is-readable.ts";
import type { LiveRun } from "./live-run.ts";

export interface CachesParts {
  readonly host: Host;
  readonly store: Store;
  readonly held: HeldRuns;
  /** @throws when the text cannot be read */
  decode(text: string): unknown;
  /** There is something to settle. */
  touch(run: LiveRun): void;
}

/** A body that asks for its value. */
interface Asking {
  readonly run: LiveRun;
  readonly body: BodyCommand;
  readonly cache: CacheWish;
}

/** Until the value is asked for again: of a holder elsewhere, nothing is heard, and the run may park meanwhile. */
const againMs = limits.durableTimerMs;
/** Of a holder here the end is heard of: whoever waits for it stays in memory. */
const againHereMs = limits.durableTimerMs - 100;

export class Caches {
  readonly #parts: CachesParts;
  readonly #asking = new WeakSet<Operation>();
  /** They have been told to compute their value, and not begun. */
  readonly #mayBegin = new WeakSet<Operation>();
  /** They have been told so, and may be executing. */
  readonly #computing = new WeakMap<Operation, CacheWish>();
  /** Who waits for a run of this worker; of runs that are gone, nobody. */
  readonly #waiting = new WeakMap<LiveRun, Map<Operation, LiveRun>>();

  constructor(parts: CachesParts) {
    this.#parts = parts;
  }

  /** False while it is found out; the run looks again afterwards. */
  mayBegin(run: LiveRun, body: BodyCommand): boolean {
    const { operation, cache } = body;
    if (cache === undefined || this.#mayBegin.delete(operation)) return true;
    if (this.#asking.has(operation)) return false;
    this.#asking.add(operation);
    run.sending++;
    this.#ask({ run, body, cache });
    return false;
  }

  /** The code does not wait for it any more: another run may compute the value. */
  giveUp(run: LiveRun, operation: Operation): void {
    const wish = this.#computing.get(operation);
    if (wish === undefined) return;
    this.#computing.delete(operation);
    run.record.alsoWrite({ cache: { name: wish.name, key: wish.key, op: operation.id, kept: undefined } });
    this.#parts.touch(run);
  }

  /** On disk: whoever waits for what this run has computed goes on. */
  written(run: LiveRun, { cache }: RunWrite): void {
    if (cache === undefined || cache.length === 0) return;
    const waiting = this.#waiting.get(run);
    if (waiting === undefined) return;
    this.#waiting.delete(run);
    const now = this.#parts.host.now();
    for (const [operation, waiter] of waiting) {
      // A run that has parked meanwhile has on disk when it is due.
      if (waiter.over || waiter.leaving || waiter.parked || !waiter.agenda.retries.has(operation)) continue;
      waiter.agenda.retries.set(operation, now);
      this.#parts.touch(waiter);
    }
  }

  /** @param unless a text that this worker cannot read */
  #ask(asking: Asking, unless?: string): void {
    const { host, store } = this.#parts;
    const { run, body, cache } = asking;
    const again = () => this.#ask(asking, unless);
    // The end of the attempt before may be on its way, and lets go of the value.
    if (run.record.onWritten(again)) return;
    const { name, key } = cache;
    const take = { name, key, run: run.key, claim: run.claim, op: body.operation.id, at: host.now(), unless };
    store.cacheTake(take).then(
      (taken) => this.#answered(asking, taken),
      () => host.timer(againMs, () => run.dropped || again()),
    );
  }

  #answered(asking: Asking, taken: CacheTaken): void {
    const { run, body } = asking;
    const { operation } = body;
    if (taken.found === "value" && !isReadable(taken.text, this.#parts.decode)) {
      this.#ask(asking, taken.text);
      return;
    }
    run.sending--;
    this.#asking.delete(operation);
    if (taken.found === "taken") this.#computing.set(operation, asking.cache);
    // A run that leaves, or is gone, holds nothing.
    if (!run.over && !run.leaving) this.#goOn(asking, taken);
    this.#parts.touch(run);
  }

  #goOn({ run, body }: Asking, taken: CacheTaken): void {
    const { operation, attempt, totalDeadline = Infinity } = body;
    const now = this.#parts.host.now();
    if (!run.cursor.waitsFor(operation)) {
      this.giveUp(run, operation);
    } else if (taken.found === "value") {
      run.append({ kind: "step", op: operation.id, attempt, at: now, text: taken.text });
    } else if (taken.found === "taken" || now >= totalDeadline) {
      // What is late fails as it begins.
      this.#mayBegin.add(operation);
      run.unstarted.set(operation, operation);
    } else {
      const holder = this.#parts.held.active.get(taken.holder);
      if (holder !== undefined) this.#wait(holder, { run, operation });
      const waitMs = holder === undefined ? againMs : againHereMs;
      run.agenda.retries.set(operation, Math.min(now + waitMs, totalDeadline));
    }
  }

  #wait(holder: LiveRun, { run, operation }: { readonly run: LiveRun; readonly operation: Operation }): void {
    const waiting = this.#waiting.get(holder) ?? new Map<Operation, LiveRun>();
    this.#waiting.set(holder, waiting.set(operation, run));
  }
}
