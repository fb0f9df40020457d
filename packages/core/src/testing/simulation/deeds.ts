/** Does what a plan says, and notes what was acknowledged: of that nothing may be lost. */
import type { Stepwell } from "../../engine/engine.ts";
import { isFailure } from "../../model/errors.ts";
import type { Chance } from "./chance.ts";
import { Operators } from "./operators.ts";
import { People } from "./people.ts";
import type { Deed, DeedToWorker, StartDeed } from "./plan.ts";
import { inputOf } from "./stage.ts";
import { Transfers } from "./transfers.ts";
import { Watchers } from "./watchers.ts";
import type { Process, World } from "./world.ts";

export class Deeds {
  readonly people: People;
  readonly operators: Operators;
  readonly watchers: Watchers;
  readonly transfers: Transfers;
  readonly #world: World;

  constructor(world: World, chance: Chance) {
    this.#world = world;
    this.people = new People(world, chance);
    this.operators = new Operators(world, this.people);
    this.watchers = new Watchers(world, this.people);
    this.transfers = new Transfers(world, this.people);
  }

  /** Much may fail where there are faults; but what the engine takes for impossible is not. */
  readonly #failed = (error: unknown): void => {
    if (isFailure(error, "broken-invariant")) this.#world.offences.add(`somebody was told: ${error.message}`);
  };

  /** Each when its time has come; nobody waits for it. */
  plan(deeds: readonly Deed[]): void {
    const { clockwork, self } = this.#world;
    for (const deed of deeds) clockwork.timer(self, deed.at, () => this.#do(deed));
  }

  #do(deed: Deed): void {
    switch (deed.do) {
      case "start":
        void this.start(deed).catch(this.#failed);
        return;
      case "signal":
        for (let time = 0; time < deed.times; time++) void this.people.signal(deed).catch(this.#failed);
        return;
      case "answer":
        void this.people.answer(deed.id).catch(this.#failed);
        return;
      case "callback":
        for (let time = 0; time < deed.times; time++)
          void this.people.complete(deed.id, { forged: deed.forged, most: 1 }).catch(this.#failed);
        return;
      case "limit":
        void this.people.reached().limits.set(deed.name, deed.units).catch(this.#failed);
        return;
      case "pause":
      case "resume":
      case "cancel":
      case "kill":
      case "retry": {
        const handle = this.people.reached().handle(deed.id);
        void handle[deed.do]().catch(this.#failed);
        return;
      }
      case "watch":
        void this.watchers.watch(deed.id).catch(this.watchers.failed);
        return;
      case "carry":
        void this.transfers.carry(deed.id).catch(this.transfers.failed);
        return;
      case "hold":
      case "let":
      case "drain":
        void this.operators[deed.do](deed.queue).catch(this.#failed);
        return;
      case "decide":
        void this.operators.decide(deed.id, deed.act).catch(this.#failed);
        return;
      case "begin-anew":
        void this.operators.beginAnew(deed).catch(this.#failed);
        return;
      case "look":
        void this.operators.look(deed.page).catch(this.#failed);
        return;
      case "clear":
        void this.operators.clear(deed).catch(this.#failed);
        return;
      case "fork":
        void this.operators.fork(deed).catch(this.#failed);
        return;
      case "jump":
        // Chance may have it come late; a clock that was put right for good stays right.
        if (!this.#world.healed) this.#world.clockwork.jump(deed.ms);
        return;
      default: {
        const { living } = this.#world;
        const process = living[deed.worker % Math.max(1, living.length)];
        if (process !== undefined) this.#toWorker(deed, process);
      }
    }
  }

  async start(deed: StartDeed): Promise<void> {
    if (deed.twice === undefined) await this.#start(deed);
    else await Promise.any([this.#start(deed), this.#start(deed)]);
  }

  async #start(deed: StartDeed): Promise<void> {
    const { flow, id, delayMs, priority, twice, expiresMs } = deed;
    const { ledger, offences, plan } = this.#world;
    const options = {
      id,
      delay: delayMs,
      priority,
      ...(twice === undefined ? {} : { onExisting: twice }),
      ...(expiresMs === undefined ? {} : { expiresIn: expiresMs }),
    };
    const { engine, actor } = this.people.meets();
    const handle = await engine.start(flow, inputOf(deed, plan), options);
    if (ledger.find(id, 1) === undefined) offences.add(`the start of ${id} was acknowledged, and it is not on disk`);
    this.people.starts.push({ id, only: twice === "reject" });
    if (plan.awaited === true) void this.people.awaits(handle, actor).catch(this.#failed);
  }

  #toWorker(deed: DeedToWorker, process: Process): void {
    const { clockwork, self } = this.#world;
    const { actor, edge } = process;
    const again = (ms: number): void => void clockwork.timer(self, ms, () => void this.#world.spawn());
    switch (deed.do) {
      case "die":
        if (deed.point === undefined) this.#world.kill(process);
        else process.doom = { name: deed.point.name, left: deed.point.nth };
        again(deed.againMs);
        return;
      case "close":
        process.closing = (process.engine as Stepwell).close({ graceMs: deed.graceMs });
        process.closing.catch(() => {});
        again(deed.againMs);
        return;
      case "freeze":
        if (actor.condition !== "living") return;
        actor.condition = "frozen";
        clockwork.timer(self, deed.ms, () => {
          if (actor.condition === "frozen") actor.condition = "living";
        });
        return;
      case "cut":
        edge.cutUntil = clockwork.elapsed + deed.ms;
        return;
      case "disown":
        if (deed.lateMs === undefined) {
          void this.#disown(actor.number);
          return;
        }
        edge.commitsUntil = clockwork.elapsed + deed.lateMs;
        clockwork.timer(self, deed.lateMs / 4, () => void this.#disown(actor.number));
    }
  }

  async #disown(pid: number): Promise<void> {
    const { store, ledger, clockwork } = this.#world;
    const dead = (await store.workers()).filter(({ proof }) => proof.pid === pid).map(({ key }) => ({ key }));
    const reaped = await store.reap(dead, clockwork.now());
    ledger.landed({ actor: this.#world.self, verb: "reap", args: [dead], result: reaped, begunAt: clockwork.turns });
  }
}
