/** People and other systems, as they reach runs; and what was acknowledged to them: of that nothing may be lost. */
import type { Stepwell } from "../../engine/engine.ts";
import type { RunHandle } from "../../engine/handle.ts";
import type { Actor } from "./actor.ts";
import type { Chance } from "./chance.ts";
import type { World } from "./world.ts";

/** A signal that somebody has sent. */
export interface SentSignal {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  /** Undefined while nobody knows. */
  acknowledged: boolean | undefined;
}

/** An answer to a question, or the value of a callback. */
export interface Answered {
  readonly id: string;
  /** Of the question: the operation, without its kind. */
  readonly name: string;
  readonly payload: string;
  readonly kind: "answer" | "callback";
  acknowledged: boolean;
}

/** A start that was acknowledged. */
interface Started {
  readonly id: string;
  /** Nobody else may have started it. */
  readonly only: boolean;
}

/** What somebody was told that a run has given. */
interface Heard {
  readonly id: string;
  readonly value: unknown;
  /** That was on disk by then. */
  readonly wasOver: boolean;
}

export class People {
  readonly starts: Started[] = [];
  readonly results: Heard[] = [];
  /** Who waits for a result, in which process. */
  readonly waiting = new Set<{ readonly id: string; readonly by: Pick<Actor, "dead"> }>();
  readonly signals: SentSignal[] = [];
  readonly answers: Answered[] = [];
  readonly #world: World;
  readonly #chance: Chance;
  /** Questions that were open when somebody looked at a run. */
  readonly #seen = new Map<string, readonly string[]>();
  #payloads = 0;

  constructor(world: World, chance: Chance) {
    this.#world = world;
    this.#chance = chance;
  }

  /** Any engine that is open: people ask whom they reach. */
  reached(): Stepwell {
    return this.meets().engine;
  }

  meets(): { readonly engine: Stepwell; readonly actor: Actor } {
    const { living, client } = this.#world;
    const { actor, engine } = this.#chance.pick([client, ...living]);
    return { actor, engine: engine as Stepwell };
  }

  async signal({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    const payload = `signal ${this.#payloads++}`;
    const signal: SentSignal = { id, name, payload, acknowledged: undefined };
    this.signals.push(signal);
    try {
      // Who is not sure sends it again.
      for (let time = this.#chance.below(2); time < 2; time++)
        await this.reached().handle(id).signal(name, payload, { key: payload });
      signal.acknowledged = true;
    } catch (error) {
      // What may have been done is neither.
      const code = (error as { code?: string }).code ?? "";
      if (["unknown-run", "run-finished"].includes(code)) signal.acknowledged = false;
    }
  }

  /** Who waits for a run that does not end well hears of that, or of nothing. */
  async awaits(handle: Pick<RunHandle<unknown>, "id" | "result">, by: Pick<Actor, "dead">): Promise<void> {
    const { id } = handle;
    const waiting = { id, by };
    this.waiting.add(waiting);
    const value = await handle.result().finally(() => this.waiting.delete(waiting));
    const wasOver = [...this.#world.ledger.runs.values()].some((run) => run.id === id && run.status === "completed");
    this.results.push({ id, value, wasOver });
  }

  /** All questions of the run that are open, and those that were when somebody last looked. */
  async answer(id: string): Promise<void> {
    const engine = this.reached();
    const seen = this.#seen.get(id) ?? [];
    const open = (await engine.approvals({ run: id })).items.map(({ ask }) => ask);
    this.#seen.set(id, open);
    for (const ask of new Set([...seen, ...open]))
      await this.#gives({ id, name: ask, kind: "answer" }, (payload) => engine.handle(id).answer(ask, payload));
  }

  /** The callbacks of the run, the newest first. */
  async complete(id: string, { forged, most }: { readonly forged: boolean; readonly most: number }): Promise<void> {
    const given = [...this.#world.executions.callbacks.values()].filter((callback) => callback.id === id);
    for (const { name, token } of given.reverse().slice(0, most)) {
      const handed = forged ? (token.startsWith("A") ? "B" : "A") + token.slice(1) : token;
      const what = { id, name: forged ? "forged" : name, kind: "callback" } as const;
      await this.#gives(what, (payload) => this.reached().completeCallback(handed, payload));
    }
  }

  async #gives(
    what: Omit<Answered, "payload" | "acknowledged">,
    give: (payload: string) => Promise<void>,
  ): Promise<void> {
    const answered = { ...what, payload: `answer ${this.#payloads++}`, acknowledged: false };
    this.answers.push(answered);
    await give(answered.payload).then(
      () => {
        answered.acknowledged = true;
      },
      () => {},
    );
  }
}
