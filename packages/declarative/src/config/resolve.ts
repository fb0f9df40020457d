/** From layers to one value per setting. Every layer is checked, also where a higher one wins: a wrong file stays wrong. */
import { nearestName } from "@stepwell/core/text";
import { problem, type Report } from "../diagnosis/problem.ts";
import { type Given, type Layer, type Origin, originText } from "./given.ts";
import { masked } from "./mask.ts";
import type { Machine } from "./setting.ts";
import { type SettingKey, settingKeys, settingOf } from "./setting-table.ts";

/** A setting as it counts, and where it comes from. */
export interface ResolvedSetting {
  readonly key: SettingKey;
  readonly value: unknown;
  readonly origin: Origin;
  /** Lower layers that give it too, the nearest first; without the default. */
  readonly over: readonly Origin[];
}

export function defaultsOf(machine: Machine): Map<SettingKey, ResolvedSetting> {
  return new Map(
    settingKeys.map((key) => {
      const { default: given } = settingOf(key);
      const value = typeof given === "function" ? given(machine) : given;
      return [key, { key, value, origin: { layer: "default" }, over: [] }];
    }),
  );
}

/** Puts a layer over what there is. Values that cannot be read are reported, and change nothing. */
export function overlay(
  below: ReadonlyMap<SettingKey, ResolvedSetting>,
  layer: Pick<Layer, "settings"> & { readonly folder?: string | undefined },
  report: Report,
): Map<SettingKey, ResolvedSetting> {
  const result = new Map(below);
  for (const [key, { value: given, origin }] of layer.settings) {
    const reading = settingOf(key).read(given, layer.folder);
    const before = below.get(key);
    if ("value" in reading) {
      const over = before === undefined || before.origin.layer === "default" ? [] : [before.origin, ...before.over];
      result.set(key, { key, value: reading.value, origin, over });
    } else report(refusal(key, { value: given, origin }, reading.problem));
  }
  return result;
}

function refusal(key: SettingKey, { value, origin }: Given, trouble: string) {
  const { expected, secret } = settingOf(key);
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const shown = JSON.stringify(masked(text, secret).slice(0, 100));
  const location = origin.layer === "file" ? { place: origin.place } : {};
  return problem(
    "setting-refused",
    { where: originText(origin), key, value: shown, problem: trouble, expected },
    location,
  );
}

/** The layer of a call: options by the names of settings; those that are undefined are not given. */
export function callLayer(call: Readonly<Record<string, unknown>>, report: Report): Pick<Layer, "settings"> {
  const settings = new Map<SettingKey, Given>();
  for (const [name, value] of Object.entries(call)) {
    const key = settingKeys.find((one) => one === name);
    if (key === undefined)
      report(problem("unknown-setting", { where: "call", key: name, nearest: nearestName(name, settingKeys) }));
    else if (value !== undefined) settings.set(key, { value, origin: { layer: "call" } });
  }
  return { settings };
}
