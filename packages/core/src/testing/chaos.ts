/**
 * A world in which things go wrong, all decided by one seed: processes die or are closed, stores are slow and fail,
 * people pause and resume. Notes what bodies must never do.
 */
import type { Stepwell } from "../engine/engine.ts";
import type { RunHandle } from "../engine/handle.ts";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store } from "../store/port.ts";
import { type Around, aroundStore } from "./around-store.ts";
import { type Executing, flowsOf, type World } from "./chaos-flow.ts";
import { Machine, type MortalProcess } from "./mortal-process.ts";
import { look, openEngine } from "./open-engine.ts";
import { passTime } from "./virtual-time.ts";

/** Runs of one history: r0, r1… */
export const chaosRuns = 12;

function randomOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export class Chaos implements World {
  readonly host: VirtualHost;
  readonly random: (below: number) => number;
  readonly machine: Machine;
  faulty = true;
  readonly living = new Map<MortalProcess, Stepwell>();
  readonly #provider = memory();
  readonly #asked = new Map<string, number>();

  /** Living workers are declared dead, too; such a one may begin a body before it learns of it. */
  readonly reaps: boolean;

  constructor(seed: number) {
    this.reaps = seed % 2 === 0;
    this.host = virtualHost({ seed });
    this.random = randomOf(seed);
    this.machine = new Machine(this.#provider, this.host);
  }

  /** What a body must never do; empty at the end. */
  readonly offences: string[] = [];
  /** Runs of which a pause was acknowledged, and that nobody has asked to go on since. */
  readonly paused = new Set<string>();
  /** Runs that somebody killed, which leaves no time to undo anything. */
  readonly killed = new Set<string>();
  #hints = 0;
  readonly #begun = new Set<string>();
  readonly #executing = new Set<Executing>();

  async executes(body: Executing): Promise<void> {
    this.begins(body);
    await this.wait(this.random(6) === 0 ? 1 + this.random(1_500) : 0);
    this.#executing.delete(body);
  }

  begins(body: Executing): void {
    this.#executing.add(body);
    // What a dead process still does in this one's memory is not of this world.
    if (!this.living.has(body.who)) return;
    if (!this.reaps && this.paused.has(body.id)) this.offences.push(`began while paused: ${body.what}`);
    if (this.#begun.has(body.what)) this.offences.push(`began twice: ${body.what}`);
    this.#begun.add(body.what);
  }

  /** A pause was acknowledged: no body of the run executes. */
  #isPaused(id: string): void {
    this.paused.add(id);
    for (const body of this.#executing)
      if (!this.reaps && body.id === id && this.living.has(body.who))
        this.offences.push(`executes though paused: ${body.what}`);
  }

  wait(ms: number): Promise<void> {
    return ms === 0 ? Promise.resolve() : new Promise((resolve) => void this.host.timer(ms, resolve));
  }

  readonly #around: Around = {
    commit: async (next, batch) => {
      const dice = this.faulty ? this.random(30) : 9;
      if (dice >= 10) await this.wait(this.random(60));
      if (dice === 2) throw failure("store-failed", { operation: "commit", problem: "refused", refused: true });
      if (dice === 3) throw failure("store-full", { path: "chaos" });
      if (dice === 4) throw failure("store-failed", { operation: "commit", problem: "locked" });
      if (dice === 5) throw failure("outcome-unknown", { operation: "commit" });
      const result = await next(batch);
      if (dice === 6) throw failure("outcome-unknown", { operation: "commit" });
      if (dice === 7 || dice === 8) await this.wait(this.random(400));
      return result;
    },
    get: async (next, run) => {
      const row = await next(run);
      if (this.faulty && this.random(4) === 0) await this.wait(this.random(300));
      return row;
    },
    notices: async (next, worker) => {
      const notices = await next(worker);
      if (this.faulty && this.random(4) === 0) await this.wait(this.random(300));
      return notices;
    },
  };

  async spawn(): Promise<void> {
    const mortal = this.machine.process();
    const store = aroundStore(mortal.parts.store, this.#around);
    const opened = openEngine({
      ...mortal.parts,
      store,
      workflows: flowsOf(this, mortal),
      worker: { concurrency: 1 + this.random(20) },
    });
    this.living.set(mortal, await passTime(this.host, opened));
  }

  readonly look = (): Promise<Store> => look(this.#provider);
  readonly client = (): Promise<Stepwell> => openEngine({ ...this.machine.process().parts, worker: false });

  /** One thing that happens. Nobody waits for it: others happen meanwhile. */
  async event(client: Stepwell, store: Store): Promise<void> {
    const handle = client.handle(`r${this.random(chaosRuns)}`);
    const dice = this.random(28);
    const one = [...this.living][this.random(this.living.size)];
    if (dice === 0 && one !== undefined) {
      one[0].kill();
      this.living.delete(one[0]);
      await this.spawn();
    } else if (dice === 1 && this.reaps) {
      const workers = await store.workers();
      await store.reap(
        workers.slice(0, 1).map(({ key }) => ({ key })),
        this.host.now(),
      );
    } else if (dice === 2 && one !== undefined) {
      this.living.delete(one[0]);
      void one[1].close({ graceMs: this.random(2_000) }).catch(() => {});
      await this.spawn();
    } else {
      // Mostly pause and resume, often at once: the others end the run.
      if (dice === 3) void handle.cancel().catch(() => {});
      else if (dice === 4) {
        this.killed.add(handle.id);
        void handle.kill().catch(() => {});
      } else if (dice >= 24) this.#hint(handle);
      else this.#pauseAndResume(handle, dice);
    }
  }

  /** A message that nobody may want; often sent twice, as by somebody who is not sure. */
  #hint(handle: RunHandle): void {
    const key = `hint ${this.#hints++}`;
    for (let time = this.random(2); time < 2; time++) void handle.signal("hint", key, { key }).catch(() => {});
  }

  #pauseAndResume(handle: RunHandle, dice: number): void {
    const asked = (this.#asked.get(handle.id) ?? 0) + 1;
    this.#asked.set(handle.id, asked);
    this.paused.delete(handle.id);
    const noted = handle.pause().then(async () => {
      const { status } = await handle.status();
      if (status === "paused" && this.#asked.get(handle.id) === asked) this.#isPaused(handle.id);
    });
    void noted.catch(() => {});
    if (dice % 2 === 1) {
      this.#asked.set(handle.id, asked + 1);
      void handle.resume().catch(() => {});
    }
  }
}
