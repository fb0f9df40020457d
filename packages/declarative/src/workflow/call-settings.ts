/** The settings of a library's calls: those of its process, and what the call says itself. */

import { nearestName } from "@stepwell/core/text";
import { type SettingOverrides, type Settings, SettingsLoader } from "../config/index.ts";
import { settingKeys } from "../config/setting-table.ts";
import { configuredPlugins } from "../plugins/configured-plugins.ts";
import type { Extensions } from "../plugins/extensions.ts";

/** Where settings come from, besides the call. */
export interface SettingSources {
  /** Default: the process's. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Working folder: relative paths, `stepwell.yml` and what is made by default stand there. Default: the process's. */
  readonly folder?: string;
}

/** What calls go by. */
export interface CallSettings {
  readonly settings: Settings;
  /** Of the call: `vars.NAME` in expressions, over those of files, environment and store. */
  readonly vars: Readonly<Record<string, unknown>>;
  /** The environment without settings, for processes of stages. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** What the plugins of its settings add. */
  readonly extensions: Extensions;
}

/**
 * `extras` by the names of settings are the uppermost layer; what is no setting, and is not spelt like one, is a variable.
 * @throws settings-invalid
 */
export async function callSettings(
  extras: Readonly<Record<string, unknown>>,
  { variables = process.env, folder = process.cwd() }: SettingSources,
): Promise<CallSettings> {
  const loader = new SettingsLoader(variables);
  const names = Object.keys(extras);
  const isSetting = (name: string): boolean =>
    settingKeys.some((key) => key === name) || nearestName(name, settingKeys) !== "";
  const call = pick(extras, names.filter(isSetting)) as SettingOverrides;
  const vars = pick(
    extras,
    names.filter((name) => !isSetting(name)),
  );
  const settings = await loader.load({ folder, call });
  const extensions = await configuredPlugins({ settings, folder });
  return { settings, vars, inherited: loader.rest, folder, extensions };
}

function pick(from: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}
