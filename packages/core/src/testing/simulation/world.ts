/** The simulated world: its processes, what they share, and the faults that meet them. */
import { Stepwell } from "../../engine/engine.ts";
import type { PointName } from "../../host/port.ts";
import { assert } from "../../model/assert.ts";
import { isFailure } from "../../model/errors.ts";
import type { Store, StoreProvider } from "../../store/port.ts";
import type { Actor } from "./actor.ts";
import { Chance } from "./chance.ts";
import { Clockwork } from "./clockwork.ts";
import { Database } from "./database.ts";
import { Edge } from "./edge.ts";
import { Executions } from "./executions.ts";
import { Ledger } from "./ledger.ts";
import { type Fault, natureOf, type Plan } from "./plan.ts";
import { Removals } from "./removals.ts";
import { setLimits } from "./shared-things.ts";
import { simulatedHost } from "./simulated-host.ts";
import { witnessOf } from "./witness.ts";
import { workflowsOf } from "./workflows-of.ts";

/** A process with an engine. */
export interface Process {
  readonly actor: Actor;
  readonly edge: Edge;
  /** Undefined until it is open. */
  engine: Stepwell | undefined;
  /** Settled when opening has come to an end. */
  opened: Promise<unknown>;
  /** It dies at such a moment, when it has come so many times. */
  doom: Doom | undefined;
  /** It is being closed, or was. */
  closing: Promise<void> | undefined;
}

/** A moment, and how often it is still to come. */
interface Doom {
  readonly name: PointName;
  left: number;
}

/** A history that goes on beyond this goes in circles. */
const mostEvents = 200_000;

const firstOf2026 = 1_767_225_600_000;

export class World {
  readonly plan: Plan;
  readonly clockwork: Clockwork;
  readonly ledger: Ledger;
  readonly executions: Executions;
  readonly database: Database;
  readonly removals = new Removals(this);
  /** What must never happen; empty at the end. */
  readonly offences = new Set<string>();
  /** The world itself: people, machines. */
  readonly self: Actor;
  readonly processes: Process[] = [];
  /** For what is asked from outside, where no worker is. */
  client!: Process;
  /** All runs as they are on disk. */
  store!: Store;
  healed = false;
  events = 0;
  readonly #chance: Chance;
  readonly #lags: ReadonlyMap<string, number>;
  readonly #calls = new Map<string, number>();
  #hash = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.database = new Database(plan.inlineBytes);
    this.#chance = new Chance(plan.seed, "world");
    this.#lags = new Map(plan.lags?.map(({ verb, mostMs }) => [verb, mostMs]));
    this.clockwork = new Clockwork({
      chance: this.#chance.stream("clockwork"),
      calm: !plan.rough,
      startAt: firstOf2026,
      happened: (actor) => {
        if (++this.events > mostEvents) throw new RangeError(`more than ${mostEvents} things happen`);
        this.#hash = Math.imul(this.#hash ^ (actor.number + Math.floor(this.clockwork.elapsed)), 0x01000193) >>> 0;
      },
    });
    this.self = this.clockwork.actor("world");
    const offend = (offence: string): void => void this.offences.add(offence);
    this.ledger = new Ledger({
      clock: this.clockwork,
      offend,
      executing: (actor, run) => this.executions.executing(actor, run),
    });
    const given = { ledger: this.ledger, clock: this.clockwork, ...natureOf(plan) };
    this.executions = new Executions({ ...given, offend });
  }

  /** The same for histories in which the same happened in the same order. */
  get hash(): number {
    return this.#hash;
  }

  async open(): Promise<void> {
    this.store = await this.database.open({ host: this.#hostOf(this.self), namespace: "default" });
    this.database.makeBooks();
    await setLimits(this);
    this.client = this.#process({ worker: false });
    for (let n = 0; n < this.plan.workers; n++) this.spawn();
    await this.until(() => this.client.engine !== undefined);
  }

  /** Lets things happen until `over`. */
  async until(over: () => boolean): Promise<void> {
    assert(await this.clockwork.run(over), "something is always about to happen");
  }

  async passes(ms: number): Promise<void> {
    const end = this.clockwork.elapsed + ms;
    this.clockwork.timer(this.self, ms, () => {});
    await this.until(() => this.clockwork.elapsed >= end);
  }

  async settled<T>(promise: Promise<T>): Promise<T> {
    let over = false;
    const ended = promise.finally(() => {
      over = true;
    });
    ended.catch(() => {});
    await this.until(() => over);
    return await ended;
  }

  spawn(): Process {
    const { concurrency } = this.plan;
    const made = this.#process({ worker: { concurrency } });
    this.processes.push(made);
    return made;
  }

  /** Workers that are there to be used. */
  get living(): readonly Process[] {
    return this.processes.filter(({ actor, closing, engine }) => !actor.dead && closing === undefined && engine);
  }

  kill(process: Process): void {
    this.clockwork.kill(process.actor);
  }

  /** No fault from now on. */
  async heal(): Promise<void> {
    this.healed = true;
    await setLimits(this);
    for (const { edge } of [...this.processes, this.client]) edge.reach();
    this.clockwork.calmDown();
  }

  #process(worker: { readonly worker: false | { readonly concurrency: number } }): Process {
    const { clockwork } = this;
    const actor = clockwork.actor("process");
    const edge = new Edge({
      clockwork,
      actor,
      chance: this.#chance.stream(`edge ${actor.number}`),
      lags: this.#lags,
      fault: (verb) => this.#fault(verb),
      ...witnessOf(this),
    });
    const process: Process = {
      actor,
      edge,
      engine: undefined,
      opened: Promise.resolve(),
      doom: undefined,
      closing: undefined,
    };
    // The engine loads its inside before it asks for its store.
    const letGo = clockwork.hold();
    const open: StoreProvider["open"] = (options) => {
      letGo();
      return this.database.open(options);
    };
    process.opened = Stepwell.open({
      store: edge.around({ label: this.database.label, open }),
      host: this.#hostOf(actor, process),
      workflows: workflowsOf(this.plan, { clockwork, actor, executions: this.executions }),
      log: (text, error) => this.#noticed(text, error),
      ...worker,
    }).then((engine) => {
      process.engine = engine;
    });
    process.opened.catch(() => {
      if (actor.dead) return;
      this.kill(process);
      clockwork.timer(this.self, 500, () => void this.spawn());
    });
    return process;
  }

  #hostOf(actor: Actor, process?: Process) {
    return simulatedHost({
      clockwork: this.clockwork,
      actor,
      seed: this.plan.seed,
      isProvablyDead: ({ pid }) =>
        this.plan.provable && this.processes.some((other) => other.actor.number === pid && other.actor.dead),
      point: (name) => {
        const doom = process?.doom;
        if (process === undefined || doom?.name !== name || this.healed) return;
        if (--doom.left === 0) this.kill(process);
      },
    });
  }

  #fault(verb: string): Fault | undefined {
    const nth = (this.#calls.get(verb) ?? 0) + 1;
    this.#calls.set(verb, nth);
    return this.healed ? undefined : this.plan.faults.find((fault) => fault.verb === verb && fault.nth === nth);
  }

  #noticed(text: string, error: unknown): void {
    if (isFailure(error, "broken-invariant")) this.offences.add(`the engine says: ${text}: ${error.message}`);
  }
}
