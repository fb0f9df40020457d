/**
 * wf.step: one body, executed at least once and recorded once. Recorded as `step` (or `step-data`, when the
 * body called set), `step-failed`, and an `attempt` for every failure that another attempt follows.
 */

import type { AttemptValue, Entry, StepAct, StepValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { givenUpByPerson, messageOf } from "../model/run-errors.ts";
import { checkName } from "../model/step-name.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import type { BodyContext } from "./body-context.ts";
import { type CacheWish, wishOf } from "./cache.ts";
import type { AwaitCommand, BodyCommand, Command, Operation, RunPort } from "./run-port.ts";
import { aroundBody } from "./stand-ins.ts";
import { actsOn } from "./step-acts.ts";
import { resolveStepOptions, type StepOptions, type StepPolicy } from "./step-options.ts";

/** What wf.step and wf.run have in common. */
export interface StepRequest {
  /** For messages: "wf.step" or "wf.run". */
  readonly call: string;
  readonly name: string;
  readonly policy: StepPolicy;
  readonly place: BodyCommand["place"];
  /** Of wf.poll: until the next try, ms. */
  readonly againMs?: number;
  readonly cache?: CacheWish | undefined;
  execute(context: BodyContext): unknown;
}

/** `wf.step(name, fn, options)`. */
export function step<T>(
  run: RunPort,
  name: string,
  rest: { fn: (s: BodyContext) => T; options?: StepOptions | undefined },
): Promise<Awaited<T>> {
  const { fn, options } = rest;
  if (typeof fn !== "function")
    throw failure("invalid-option", {
      where: `wf.step(${quoted(name)})`,
      option: "fn",
      problem: "must be a function",
    });
  const where = options === undefined ? "" : `step ${quoted(name)}`;
  const policy = resolveStepOptions(options, run.defaults, where);
  const cache = wishOf(policy.cache, { name });
  return request(run, { call: "wf.step", name, policy, place: inline, cache, execute: fn }) as Promise<Awaited<T>>;
}

export const inline: BodyCommand["place"] = { isolation: "inline" };

/** Asks for a step in the scope of the code that calls. */
export function request(run: RunPort, wanted: StepRequest): Promise<unknown> {
  const scope = scopeOf(run, wanted.call);
  return requestAs(run, wanted, { id: scope.next("step", checkName("step", wanted.name)), scope });
}

/** The same, for a step whose place is known already. */
export function requestAs(
  run: RunPort,
  wanted: StepRequest,
  { id, scope }: { readonly id: string; readonly scope: BodyCommand["scope"] },
): Promise<unknown> {
  const { standIns } = run.defaults;
  const asked = standIns === undefined ? wanted : aroundBody(standIns, wanted, { run: run.id, op: id });
  return waitFor(run, (settle) => new StepOperation(run, asked, { id, scope, settle }));
}

class StepOperation implements Operation {
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: StepRequest;
  readonly #at: { readonly id: string; readonly scope: BodyCommand["scope"]; readonly settle: Settle<unknown> };
  #requestedAt: number;
  #attempt = 1;
  /** When the next attempt may start; 0 for at once. */
  #notBefore = 0;
  #lastHeartbeat: unknown;
  /** An at-most-once body was started and left no end. */
  #interrupted = false;
  /** What it has failed of, while a person is to decide. */
  #held: unknown;
  /** A person has let it try again. */
  #byPerson = false;

  constructor(
    run: RunPort,
    wanted: StepRequest,
    at: { id: string; scope: BodyCommand["scope"]; settle: Settle<unknown> },
  ) {
    this.id = at.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
    this.#at = at;
    this.#requestedAt = run.clock.peek();
  }

  take(entry: Entry): void {
    const value = entry.value === undefined ? undefined : this.#run.decode(entry.value);
    switch (entry.kind) {
      case "step":
        this.#at.settle.resolve(value);
        return;
      case "step-data": {
        const { result, set } = value as StepValue;
        for (const [key, item] of set) this.#run.data.set(key, item);
        this.#at.settle.resolve(result);
        return;
      }
      case "step-failed":
        this.#at.settle.reject(value);
        return;
      case "attempt": {
        const { nextAt, heartbeat } = value as AttemptValue;
        this.#attempt = entry.attempt + 1;
        this.#notBefore = nextAt;
        if (heartbeat !== undefined) this.#lastHeartbeat = heartbeat;
        this.#interrupted = false;
        return;
      }
      case "step-started":
        this.#interrupted = true;
        return;
      case "held":
        this.#held = value;
        this.#attempt = entry.attempt + 1;
        this.#interrupted = false;
        return;
      case "retried":
        this.#held = undefined;
        this.#notBefore = 0;
        this.#byPerson = true;
        return;
      case "given":
        this.#giveAs(value as StepAct);
        return;
      default:
        throw failure("broken-invariant", { what: `step ${this.id} was answered by an entry of kind ${entry.kind}` });
    }
  }

  reject(error: unknown): void {
    this.#at.settle.reject(error);
  }

  renew(at: number): void {
    this.#requestedAt = at;
  }

  describe(): string | undefined {
    if (this.#held !== undefined) return `a person to decide about step "${this.id}": ${messageOf(this.#held)}`;
    // Undefined while it only waits for its next attempt.
    return this.#wanted.againMs === undefined ? undefined : `the next try of "${this.id}"`;
  }

  #giveAs({ act, value }: StepAct): void {
    if (act === "complete") this.#at.settle.resolve(value);
    else if (act === "skip") this.#at.settle.resolve(undefined);
    else this.#at.settle.reject(givenUpByPerson(this.id, this.#attempt - 1, String(value)));
  }

  command(): Command {
    const { policy } = this.#wanted;
    const failsAs = policy.onExhausted === "pause" ? "held" : "step-failed";
    if (this.#interrupted) {
      const cause = failure("step-interrupted", { step: this.id });
      return { do: "record", kind: failsAs, value: cause, attempt: this.#attempt };
    }
    const acts = (): AwaitCommand => actsOn(this.id, this.#attempt - 1);
    if (this.#held !== undefined) return acts();
    // A person who lets it try again knows how late it is.
    const total = this.#byPerson ? undefined : policy.totalTimeoutMs;
    return {
      do: "body",
      notBefore: this.#notBefore,
      acts,
      body: {
        operation: this,
        step: this.id,
        attempt: this.#attempt,
        retry: policy.retry,
        timeoutMs: policy.timeoutMs,
        totalDeadline: total === undefined ? undefined : this.#requestedAt + total,
        totalTimeoutMs: total,
        heartbeatTimeoutMs: policy.heartbeatTimeoutMs,
        lastHeartbeat: this.#lastHeartbeat,
        atMostOnce: policy.atMostOnce,
        failsAs,
        againMs: this.#wanted.againMs,
        cache: this.#wanted.cache,
        requestedAt: this.#requestedAt,
        scope: this.#at.scope,
        place: this.#wanted.place,
        execute: this.#wanted.execute,
      },
    };
  }
}
