/**
 * @stepwell/declarative/config: the settings of a process, from every layer. Apart from the rest of the package, so that
 * a command loads no more.
 */
export { type Given, type NamedKind, namedDocument, namePattern, type Origin, originText } from "./given.ts";
export { keysFrom } from "./keys.ts";
export type { LoadSettingsOptions } from "./load-settings.ts";
export { SettingsLoader } from "./loader.ts";
export { maskUrl } from "./mask.ts";
export { type NamedSources, type NamedValue, namedNames, namedValue, namedValues } from "./named-value.ts";
export { servicesSettings } from "./services-settings.ts";
export type { SettingKey, SettingValue } from "./setting-table.ts";
export type { SettingOverrides, Settings, ShownSetting } from "./settings.ts";
export { makeStoreFolder, storeFile } from "./store-file.ts";
