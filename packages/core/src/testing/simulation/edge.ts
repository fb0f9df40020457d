/**
 * The outermost edge of a process's store: what it asks arrives late or never, is done or not, and is answered late,
 * wrongly, or never. What is in between is the shipped store.
 */
import { failure } from "../../model/errors.ts";
import type { Store, StoreProvider } from "../../store/port.ts";
import type { TransactRequest } from "../../store/transaction-port.ts";
import type { Actor } from "./actor.ts";
import type { Chance } from "./chance.ts";
import type { Clockwork } from "./clockwork.ts";
import type { Landed, Transacted } from "./landed.ts";
import type { Fault } from "./plan.ts";

export interface EdgeParts {
  readonly clockwork: Clockwork;
  readonly actor: Actor;
  readonly chance: Chance;
  /** Calls of these verbs take up to so many ms, there and back. */
  readonly lags: ReadonlyMap<string, number>;
  /** The fault that meets this call, if there is one. */
  fault(verb: string): Fault | undefined;
  /** Has the store do it. */
  carriesOut(verb: string, args: readonly unknown[], next: () => Promise<unknown>): Promise<unknown>;
  /** Done in the store; the process does not know of it yet. */
  landed(call: Landed): void;
}

/** These do not answer with a promise; closing lets go of the connection. */
const silent: ReadonlySet<string> = new Set(["keepAlive", "onForeignChange", "close"]);

export class Edge {
  /** Until when nothing passes, ms since the beginning. */
  cutUntil = 0;
  /** Until when no commit is answered. */
  commitsUntil = 0;
  readonly #parts: EdgeParts;
  /** Calls that are on their way, and what ends them when their process is buried. */
  readonly #open = new Set<(error: unknown) => void>();
  #buried = false;

  constructor(parts: EdgeParts) {
    this.#parts = parts;
  }

  /** Everything passes again. */
  reach(): void {
    this.cutUntil = 0;
    this.commitsUntil = 0;
  }

  /** Every call is refused from now on, also those on their way. */
  bury(): void {
    this.#buried = true;
    for (const reject of this.#open) reject(failure("engine-closed", { operation: "a process that is dead" }));
  }

  around(provider: StoreProvider): StoreProvider {
    return {
      label: provider.label,
      open: async (options) => {
        const store = await provider.open(options);
        const wrapped: Record<string, unknown> = { ...store };
        for (const [verb, next] of Object.entries(store))
          if (typeof next === "function" && !silent.has(verb))
            wrapped[verb] = (...args: unknown[]) =>
              this.#call(verb, args, next as (...all: unknown[]) => Promise<unknown>);
        return wrapped as unknown as Store;
      },
    };
  }

  #call(verb: string, args: unknown[], next: (...all: unknown[]) => Promise<unknown>): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const end = (how: () => void): void => {
      this.#open.delete(reject);
      how();
    };
    this.#open.add(reject);
    this.#passes(verb, args, next).then(
      (result) => end(() => resolve(result)),
      (error) => end(() => reject(error)),
    );
    return promise;
  }

  async #passes(verb: string, args: unknown[], next: (...all: unknown[]) => Promise<unknown>): Promise<unknown> {
    const { actor, carriesOut, landed } = this.#parts;
    this.#refuseIfBuried();
    if (actor.dead) await never();
    const fault = this.#parts.fault(verb);
    await this.#way(verb, fault?.how === "slow-before" ? fault.ms : 0);
    refuseBefore(fault, verb);
    const given = verb === "transact" ? [undoneByDeath(args[0] as TransactRequest, { actor, fault })] : args;
    const begunAt = this.#parts.clockwork.turns;
    const result = await carriesOut(verb, given, () => next(...given));
    landed({ actor, verb, args: given, result, begunAt });
    const lateMs = verb === "commit" ? this.commitsUntil - this.#parts.clockwork.elapsed : 0;
    await this.#way(verb, Math.max(lateMs, fault?.how === "slow-after" ? fault.ms : 0));
    if (fault?.how === "lost-after") throw failure("outcome-unknown", { operation: verb });
    return result;
  }

  /** To the store or back. */
  async #way(verb: string, extraMs: number): Promise<void> {
    const { actor, clockwork, chance, lags } = this.#parts;
    const cutMs = Math.max(0, this.cutUntil - clockwork.elapsed);
    const usualMs = clockwork.calm || chance.oneIn(2) ? 0 : chance.oneIn(10) ? chance.between(1, 40) : 1;
    const most = clockwork.calm ? undefined : lags.get(verb);
    const ms = Math.max(extraMs, cutMs, usualMs, most === undefined ? 0 : chance.below(most + 1));
    if (ms > 0 || (!clockwork.calm && chance.oneIn(2)))
      await new Promise<void>((resolve) => clockwork.loose(actor, ms, resolve));
    if (actor.dead) await never();
    this.#refuseIfBuried();
  }

  #refuseIfBuried(): void {
    if (this.#buried) throw failure("engine-closed", { operation: "a process that is dead" });
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}

function refuseBefore(fault: Fault | undefined, operation: string): void {
  if (fault === undefined) return;
  switch (fault.how) {
    case "fails":
      throw failure("store-failed", { operation, problem: "it does not answer" });
    case "full":
      throw failure("store-full", { path: "simulated" });
    case "refuses":
      throw failure("store-failed", { operation, problem: "it refuses", refused: true });
    case "lost-before":
      throw failure("outcome-unknown", { operation });
    default:
  }
}

/** Who dies in the midst of a transaction commits nothing of it; who does not hear of its end does not go on from it. */
function undoneByDeath(
  request: TransactRequest,
  { actor, fault }: { readonly actor: Actor; readonly fault: Fault | undefined },
): Transacted {
  const given: Transacted = {
    ...request,
    wrote: undefined,
    write: (result) => {
      const batch = actor.dead ? undefined : request.write(result);
      given.wrote = actor.dead ? undefined : batch;
      return given.wrote;
    },
    landed: () => {
      if (fault?.how !== "lost-after") request.landed();
    },
  };
  return given;
}
