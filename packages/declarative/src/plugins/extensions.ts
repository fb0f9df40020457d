/**
 * What plugins add to definitions: types of stages, kinds of triggers, filters, functions and tasks. They are set up once, before anything is
 * loaded, and are given an engine as `Stepwell.open` gives them one; what they have registered and listen to is handed on
 * to the engine that executes. A plugin never imports who uses it, and importing one changes nothing.
 */
import { type AnyTask, definePlugin, failure, type Plugin, type PluginEngine } from "@stepwell/core";
import { builtInFunctions } from "../expressions/functions/index.ts";
import type { ExpressionFunction, Filter } from "../expressions/scope.ts";
import { builtInFilters } from "../filters/index.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import type { ServicesOptions } from "../interpret/services.ts";
import type { LoadOptions } from "../load/load.ts";
import type { StageType } from "../stages/stage-type.ts";
import { builtInStages, runnableStages } from "../stages/table.ts";
import { Registry } from "./registry.ts";
import { SetUpPlugin } from "./set-up-plugin.ts";

/** A plugin, and where it comes from, for messages. */
export interface NamedPlugin {
  readonly plugin: Plugin;
  readonly by: string;
}

export class Extensions {
  readonly stages: readonly StageType[];
  /** Kinds of `on`. */
  readonly triggers: readonly TriggerShape[];
  readonly filters: readonly Filter[];
  readonly functions: readonly ExpressionFunction[];
  /** By `path/name@tag`. */
  readonly tasks: ReadonlyMap<string, AnyTask>;
  /** For `Stepwell.open({ plugins })`: what these have registered, and whom they listen to. */
  readonly plugins: readonly Plugin[];

  /** For loading: types of stages, filters and functions, with those of the package; kinds of triggers without them. */
  get loading(): Required<Pick<LoadOptions, "stages" | "triggers" | "language">> {
    const { services } = this;
    const functions = services.functions.map((one) => [one.name.toLowerCase(), one] as const);
    const filters = services.filters.map((one) => [one.name, one] as const);
    return {
      stages: [...builtInStages, ...this.stages],
      triggers: this.triggers,
      language: {
        functions: new Map([...builtInFunctions, ...functions]),
        filters: new Map([...builtInFilters, ...filters]),
      },
    };
  }

  /** For `makeServices`. */
  get services(): Required<Pick<ServicesOptions, "stages" | "functions" | "filters">> {
    const { filters, functions } = this;
    return { stages: [...runnableStages, ...this.stages], filters, functions };
  }

  private constructor(registry: Registry, plugins: readonly Plugin[]) {
    this.stages = registry.all("stage") as readonly StageType[];
    this.triggers = registry.all("trigger") as readonly TriggerShape[];
    this.filters = registry.all("filter") as readonly Filter[];
    this.functions = registry.all("function") as readonly ExpressionFunction[];
    this.tasks = new Map(registry.named("task") as readonly [string, AnyTask][]);
    this.plugins = plugins;
  }

  /** @throws duplicate-name naming both, plugin-invalid, and what a plugin's setup throws */
  static async of(plugins: readonly Plugin[]): Promise<Extensions> {
    return await Extensions.named(plugins.map((plugin, at) => ({ plugin, by: `plugins[${at}]` })));
  }

  /** The same of plugins from different places. */
  static async named(plugins: readonly NamedPlugin[]): Promise<Extensions> {
    const registry = new Registry();
    const names = new Map<string, string>();
    const ready: Plugin[] = [];
    for (const { plugin, by } of plugins) {
      const { name } = definePlugin(plugin);
      const first = names.get(name);
      if (first !== undefined) throw failure("duplicate-name", { what: "plugin", name, first, second: by });
      names.set(name, by);
      const setUp = new SetUpPlugin(`plugin "${name}"`, registry);
      await plugin.setup(setUp);
      ready.push(definePlugin({ name, setup: (engine: PluginEngine) => setUp.attach(engine) }));
    }
    return new Extensions(registry, ready);
  }
}
