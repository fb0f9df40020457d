/** Numbers, flags and times of a definition that may be templates. */
import { toMs } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import { reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { numberOf } from "../expressions/value.ts";
import type { Templates } from "./templates.ts";

/** Where settings stand, and how their templates are evaluated. */
export interface SettingsAt {
  /** For messages: `job "build"`. */
  readonly where: string;
  readonly templates: Templates;
  readonly scope: () => EvaluationScope;
}

function evaluated(at: SettingsAt, value: number | string | boolean): unknown {
  return typeof value === "string" ? reveal(at.templates.text(value, at.scope())) : value;
}

/** @throws setting-invalid when a template gives no whole number from `least` */
export function wholeSetting(
  at: SettingsAt,
  given: { readonly setting: string; readonly value: number | string; readonly least: number },
): number {
  const value = evaluated(at, given.value);
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : numberOf(value);
  if (Number.isInteger(number) && number >= given.least) return number;
  const problem = `must be a whole number from ${given.least}, not ${textOf(value)}`;
  throw declarativeFailure("setting-invalid", { where: at.where, setting: given.setting, problem });
}

/** @throws setting-invalid when a template gives neither true nor false */
export function flagSetting(at: SettingsAt, setting: string, value: boolean | string): boolean {
  const found = evaluated(at, value);
  if (found === true || found === "true") return true;
  if (found === false || found === "false") return false;
  const problem = `must be true or false, not ${textOf(found)}`;
  throw declarativeFailure("setting-invalid", { where: at.where, setting, problem });
}

/** Milliseconds. What a template gives is a number of seconds, or a text such as "5 min". @throws setting-invalid */
export function durationSetting(at: SettingsAt, setting: string, given: number | string): number {
  if (typeof given === "number") return given;
  const text = textOf(evaluated(at, given));
  const ms = msOf(text);
  if (ms !== undefined && ms > 0) return ms;
  const problem = `must be seconds or a duration such as "5 min", not ${JSON.stringify(text)}`;
  throw declarativeFailure("setting-invalid", { where: at.where, setting, problem });
}

function msOf(text: string): number | undefined {
  try {
    return /^\s*\d+(\.\d+)?\s*$/.test(text) ? toMs(`${text.trim()}s`) : toMs(text);
  } catch {
    return undefined;
  }
}
