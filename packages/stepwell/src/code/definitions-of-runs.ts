/** The definitions of runs that exist, as modules: a run carries its own, and what others it may start is taken as it is now. */
import { fileURLToPath } from "node:url";
import { type Definition, loadPath } from "@stepwell/declarative";
import { shownPath } from "../source-place.ts";
import { deployedUrl } from "./definition-files.ts";
import { loadOptions, moduleOf, servicesOf } from "./definition-module.ts";
import { type DefinitionWorld, worldOf } from "./definition-world.ts";
import type { LoadedModule, LoadingFrom } from "./loaded-module.ts";

type RunOfDefinition = { readonly workflow: string; readonly module: string };

/** Reads store and files once, and gives the runs of one workflow one module. */
export class DefinitionsOfRuns {
  readonly #from: LoadingFrom;
  #world: Promise<DefinitionWorld> | undefined;
  readonly #files = new Map<string, Promise<readonly Definition[]>>();
  readonly #modules = new Map<string, Promise<LoadedModule>>();

  constructor(from: LoadingFrom) {
    this.#from = from;
  }

  module(run: RunOfDefinition): Promise<LoadedModule> {
    const key = JSON.stringify([run.workflow, run.module]);
    const known = this.#modules.get(key) ?? this.#make(run);
    this.#modules.set(key, known);
    return known;
  }

  async #make({ workflow, module: url }: RunOfDefinition): Promise<LoadedModule> {
    this.#world ??= worldOf(this.#from, "all");
    const [world, file] = [await this.#world, url === deployedUrl ? "" : fileURLToPath(url)];
    const definitions = file === "" ? [] : await this.#definitionsIn(file);
    const services = await servicesOf(world, definitions, this.#from);
    const shown = file === "" ? "deployed" : shownPath(file, this.#from.environment.folder);
    const { inputOf: _, ...module } = moduleOf([{ name: workflow }], { file, shown, url, services, vars: world.vars });
    return module;
  }

  /** The file may have changed meanwhile, or be gone. */
  #definitionsIn(file: string): Promise<readonly Definition[]> {
    const known =
      this.#files.get(file) ??
      loadOptions(this.#from)
        .then((options) => loadPath(file, options))
        .then(({ definitions }) => definitions);
    this.#files.set(file, known);
    return known;
  }
}
