/** Does what a plan says, and notes what was acknowledged: of that nothing may be lost. */
import type { Stepwell } from "../../engine/engine.ts";
import type { Chance } from "./chance.ts";
import type { Deed, DeedToWorker } from "./plan.ts";
import type { Process, World } from "./world.ts";

/** A signal that somebody has sent. */
export interface SentSignal {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  /** Undefined while nobody knows. */
  acknowledged: boolean | undefined;
}

export class Deeds {
  readonly signals: SentSignal[] = [];
  readonly #world: World;
  readonly #chance: Chance;
  #payloads = 0;

  constructor(world: World, chance: Chance) {
    this.#world = world;
    this.#chance = chance;
  }

  /** Each when its time has come; nobody waits for it. */
  plan(deeds: readonly Deed[]): void {
    const { clockwork, self } = this.#world;
    for (const deed of deeds) clockwork.timer(self, deed.at, () => this.#do(deed));
  }

  #do(deed: Deed): void {
    switch (deed.do) {
      case "start":
        void this.start(deed).catch(() => {});
        return;
      case "signal":
        for (let time = 0; time < deed.times; time++) void this.signal(deed).catch(() => {});
        return;
      case "pause":
      case "resume":
      case "cancel":
      case "kill":
      case "retry": {
        const handle = this.#engine().handle(deed.id);
        void handle[deed.do]().catch(() => {});
        return;
      }
      case "jump":
        this.#world.clockwork.jump(deed.ms);
        return;
      default: {
        const { living } = this.#world;
        const process = living[deed.worker % Math.max(1, living.length)];
        if (process !== undefined) this.#toWorker(deed, process);
      }
    }
  }

  async start({ flow, id, delayMs }: Deed & { do: "start" }): Promise<void> {
    const { ledger, offences } = this.#world;
    await this.#engine().start(flow, { left: 1 }, { id, delay: delayMs });
    if (ledger.find(id, 1) === undefined) offences.add(`the start of ${id} was acknowledged, and it is not on disk`);
  }

  async signal({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    const payload = `signal ${this.#payloads++}`;
    const signal: SentSignal = { id, name, payload, acknowledged: undefined };
    this.signals.push(signal);
    try {
      // Who is not sure sends it again.
      for (let time = this.#chance.below(2); time < 2; time++)
        await this.#engine().handle(id).signal(name, payload, { key: payload });
      signal.acknowledged = true;
    } catch (error) {
      // What may have been done is neither.
      const code = (error as { code?: string }).code ?? "";
      if (["unknown-run", "run-finished"].includes(code)) signal.acknowledged = false;
    }
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
        void this.#disown(actor.number);
    }
  }

  async #disown(pid: number): Promise<void> {
    const { store, ledger, clockwork } = this.#world;
    const keys = (await store.workers()).filter(({ proof }) => proof.pid === pid).map(({ key }) => key);
    const reaped = await store.reap(keys, clockwork.now());
    ledger.landed("reap", [keys], reaped);
  }

  /** Any that is open: people ask whom they reach. */
  #engine(): Stepwell {
    const { living, client } = this.#world;
    return this.#chance.pick([client, ...living]).engine as Stepwell;
  }
}
