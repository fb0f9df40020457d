/** The one loader of settings: defaults < file < environment < call. */
import type { Problem } from "../diagnosis/problem.ts";
import type { LoadSettingsOptions } from "./load-settings.ts";
import type { Settings } from "./settings.ts";
import { isOursAlone, type Variables } from "./variable-names.ts";

/**
 * Loads settings. Whoever starts a process gives it all variables of the environment, and passes on only `rest`, which
 * has no setting in it; the file is read in here and nowhere else. So no other code can read a setting past its layers:
 * what it could read it from is not in its hands.
 */
export class SettingsLoader {
  /** The environment without the variables that are settings of ours alone. */
  readonly rest: Variables;
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = { ...variables };
    this.rest = Object.fromEntries(Object.entries(variables).filter(([name]) => !isOursAlone(name)));
  }

  /** @throws settings-invalid with all that is wrong in any layer, each with its layer, its place and its value */
  async load(options: LoadSettingsOptions): Promise<Settings> {
    // Loaded now: a command that needs no setting does not wait for it.
    const { loadSettings } = await import("./load-settings.ts");
    return await loadSettings(this.#variables, options);
  }

  /** Variables that look as if they were settings, and are none: nothing reads them. */
  async strays(): Promise<readonly Problem[]> {
    const { strayVariables } = await import("./environment-layer.ts");
    return strayVariables(this.#variables);
  }
}
