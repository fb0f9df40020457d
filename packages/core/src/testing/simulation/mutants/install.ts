/** Puts a deliberate fault into the engine that this process loads from now on. */
import { registerHooks } from "node:module";
import { assert } from "../../../model/assert.ts";
import { type MutantName, mutants } from "./table.ts";

export function isMutant(name: string): name is MutantName {
  return Object.hasOwn(mutants, name);
}

/** Before anything of the engine is imported. */
export function install(name: MutantName): void {
  const { file, find, replace } = mutants[name];
  const { href } = new URL(`../../../${file}`, import.meta.url);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (url !== href) return loaded;
      const source = String(loaded.source);
      assert(source.split(find).length === 2, `${file} has the text of mutant "${name}" once`);
      return { ...loaded, source: source.replace(find, () => replace) };
    },
  });
}
