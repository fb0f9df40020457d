/** Settings as they count: what `get` gives is the only thing there is of them. */
import type { Problem } from "../diagnosis/problem.ts";
import { declarativeFailure } from "../errors.ts";
import { type Given, type NamedKind, type Origin, originText } from "./given.ts";
import { masked } from "./mask.ts";
import { callLayer, overlay, type ResolvedSetting } from "./resolve.ts";
import { type SettingKey, type SettingValue, settingKeys, settingOf } from "./setting-table.ts";

/** Options of a call, by the names of settings. Bare numbers of time are seconds. */
export type SettingOverrides = { readonly [K in SettingKey]?: string | number | boolean | undefined };

/** A setting for people. */
export interface ShownSetting {
  readonly key: SettingKey;
  /** Passwords and keys are hidden; "" for one that has no value. */
  readonly value: string;
  /** `default`, `stepwell.yml:3:8`, a variable, or `call`. */
  readonly from: string;
  /** Places of lower layers that give it too. */
  readonly over: readonly string[];
  readonly doc: string;
}

type Named = Readonly<Record<NamedKind, ReadonlyMap<string, Given>>>;

/**
 * The settings of a process or call. For each there is one value and the place that it came from; what the layers below
 * have said is not kept, so nothing can be read around them. Made by `SettingsLoader.load`.
 */
export class Settings {
  readonly #resolved: ReadonlyMap<SettingKey, ResolvedSetting>;
  readonly #named: Named;

  constructor(resolved: ReadonlyMap<SettingKey, ResolvedSetting>, named: Named) {
    this.#resolved = resolved;
    this.#named = named;
  }

  /** The value that counts. Times are milliseconds. */
  get<K extends SettingKey>(key: K): SettingValue<K> {
    return this.#of(key).value as SettingValue<K>;
  }

  /** Where the value comes from. */
  origin(key: SettingKey): Origin {
    return this.#of(key).origin;
  }

  /** Secrets or variables that files and the environment give, by name. Those of a store lie below them. */
  named(kind: NamedKind): ReadonlyMap<string, Given> {
    return this.#named[kind];
  }

  /** All of them, in the order of the reference. */
  shown(): readonly ShownSetting[] {
    return settingKeys.map((key) => {
      const { value, origin, over } = this.#of(key);
      const { show, secret, doc } = settingOf(key);
      const text = value === undefined || value === null ? "" : show === undefined ? String(value) : show(value);
      return {
        key,
        value: text === "" ? "" : masked(text, secret),
        from: originText(origin),
        over: over.map(originText),
        doc,
      };
    });
  }

  /** The same with options of one call over them; this one stays as it is. @throws settings-invalid */
  with(call: SettingOverrides): Settings {
    const problems: Problem[] = [];
    const report = (one: Problem): void => void problems.push(one);
    const resolved = overlay(this.#resolved, callLayer(call, report), report);
    if (problems.length > 0) throw settingsInvalid(problems);
    return new Settings(resolved, this.#named);
  }

  #of(key: SettingKey): ResolvedSetting {
    const found = this.#resolved.get(key);
    if (found === undefined)
      throw declarativeFailure("settings-invalid", { messages: [`there is no setting "${key}"`], problems: [] });
    return found;
  }
}

/** One error of all that is wrong. */
export function settingsInvalid(problems: readonly Problem[]): Error {
  return declarativeFailure("settings-invalid", { messages: problems.map(located), problems });
}

/** Problems of settings say where they are; those of reading a file leave it to their place. */
function located({ code, message, place }: Problem): string {
  if (place === undefined || /setting/.test(code)) return message;
  return `${place.file}:${place.line}:${place.column}: ${message}`;
}
