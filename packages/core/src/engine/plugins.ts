/** Plugins: what adds to an engine while it is opened, before it executes anything. */

import { failure } from "../model/errors.ts";
import { readArgument } from "../model/read-options.ts";
import { checkName } from "../model/step-name.ts";
import { type EngineEvents, type EngineListener, EngineTeller, type TellerParts } from "./engine-events.ts";
import { Implementations } from "./implementations.ts";

/** What a plugin is given of the engine that is being opened. */
export interface PluginEngine {
  /** As `engine.on`. */
  on<E extends keyof EngineEvents>(event: E, listener: EngineListener<E>): () => void;
  /** Adds an implementation under a kind and a name. @throws duplicate-name, invalid-name */
  register(kind: string, name: string, implementation: unknown): void;
  /** What is registered under a kind and a name. @throws unknown-implementation */
  implementation(kind: string, name: string): unknown;
}

/** Made by definePlugin; given to `Stepwell.open({ plugins })`. */
export interface Plugin {
  readonly name: string;
  /** Called once by each engine that is opened with it. The engine is opened when it has ended; what it throws, open throws. */
  setup(engine: PluginEngine): unknown;
}

/**
 * Defines a plugin.
 * @throws invalid-name, invalid-option
 */
export function definePlugin(plugin: Plugin): Plugin {
  checkPlugin(plugin, "definePlugin");
  return plugin;
}

function checkPlugin(plugin: Plugin, where: string): void {
  readArgument(plugin, { where, option: "plugin" });
  if (typeof plugin !== "object" || plugin === null || typeof plugin.setup !== "function")
    throw failure("invalid-option", { where, option: "plugin", problem: "must be { name, setup(engine) }" });
  checkName("plugin", plugin.name);
}

/** Names of plugins are unique per engine. @throws invalid-option, invalid-name, duplicate-name */
export function checkPlugins(plugins: readonly Plugin[], where: string): readonly Plugin[] {
  if (!Array.isArray(plugins))
    throw failure("invalid-option", { where, option: "plugins", problem: "must be an array" });
  const names = new Map<string, number>();
  for (const [at, plugin] of (plugins as readonly Plugin[]).entries()) {
    checkPlugin(plugin, where);
    const { name } = plugin;
    const first = names.get(name);
    if (first !== undefined)
      throw failure("duplicate-name", {
        what: "plugin",
        name,
        first: `plugins[${first}]`,
        second: `plugins[${at}]`,
      });
    names.set(name, at);
  }
  return plugins;
}

/** What an engine has been extended with. */
export interface Extensions {
  readonly teller: EngineTeller;
  readonly implementations: Implementations;
}

export async function setUpPlugins(plugins: readonly Plugin[], parts: TellerParts): Promise<Extensions> {
  const teller = new EngineTeller(parts);
  const implementations = new Implementations();
  for (const plugin of plugins) {
    const by = `plugin "${plugin.name}"`;
    await plugin.setup({
      on: (event, listener) => teller.on(event, listener),
      register: (kind, name, implementation) => implementations.register({ kind, name, by }, implementation),
      implementation: (kind, name) => implementations.implementation(kind, name),
    });
  }
  return { teller, implementations };
}
