/** The engine as a plugin of definitions is given it: before there is one. */
import type { EngineEvents, EngineListener, PluginEngine } from "@stepwell/core";
import type { Registry } from "./registry.ts";

interface Listening {
  readonly event: keyof EngineEvents;
  readonly listener: EngineListener<keyof EngineEvents>;
  /** Each stops it in one engine. */
  readonly stops: (() => void)[];
}

interface Own {
  readonly kind: string;
  readonly name: string;
  readonly implementation: unknown;
}

export class SetUpPlugin implements PluginEngine {
  readonly #by: string;
  readonly #registry: Registry;
  readonly #own: Own[] = [];
  readonly #listening = new Set<Listening>();
  readonly #engines: PluginEngine[] = [];

  constructor(by: string, registry: Registry) {
    this.#by = by;
    this.#registry = registry;
  }

  on<E extends keyof EngineEvents>(event: E, listener: EngineListener<E>): () => void {
    const one: Listening = { event, listener: listener as EngineListener<keyof EngineEvents>, stops: [] };
    this.#listening.add(one);
    for (const engine of this.#engines) one.stops.push(engine.on(one.event, one.listener));
    return () => {
      this.#listening.delete(one);
      for (const stop of one.stops.splice(0)) stop();
    };
  }

  register(kind: string, name: string, implementation: unknown): void {
    this.#registry.add({ kind, name, by: this.#by, implementation });
    const own = { kind, name, implementation };
    this.#own.push(own);
    for (const engine of this.#engines) hand(own, engine);
  }

  implementation(kind: string, name: string): unknown {
    return this.#registry.get(kind, name);
  }

  /** Hands everything on to an engine, from now on. */
  attach(engine: PluginEngine): void {
    this.#engines.push(engine);
    for (const one of this.#own) hand(one, engine);
    for (const one of this.#listening) one.stops.push(engine.on(one.event, one.listener));
  }
}

/** Tasks stay with definitions: their names have a path, and no name of an engine's may. */
function hand({ kind, name, implementation }: Own, engine: PluginEngine): void {
  if (kind !== "task") engine.register(kind, name, implementation);
}
