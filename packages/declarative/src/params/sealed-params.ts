/**
 * Secret params as the input of a run holds them: sealed, so that no view, journal or export of the run shows them. They
 * are opened where the run is executed.
 */
import type { JsonMap } from "../definition/json.ts";
import type { ParamDefinition } from "../definition/param.ts";

/** Seals and opens texts. The same text gives the same, so that two starts with the same params are seen to be the same. */
export interface ParamSealing {
  seal(text: string): string;
  /** @throws secret-param-closed */
  open(sealed: string): string;
}

interface SealedText {
  readonly sealed: string;
}

export function isSealed(value: unknown): value is SealedText {
  if (typeof value !== "object" || value === null || Object.keys(value).join() !== "sealed") return false;
  return typeof (value as SealedText).sealed === "string";
}

export function hasSecretParams({ params }: { readonly params: readonly ParamDefinition[] }): boolean {
  return params.some(({ type }) => type === "secret");
}

/** Those that are sealed already stay as they are. */
export function sealParams(params: readonly ParamDefinition[], values: JsonMap, sealing: ParamSealing): JsonMap {
  return changed(params, values, (value) => (typeof value === "string" ? { sealed: sealing.seal(value) } : value));
}

/** @throws secret-param-closed */
export function openParams(
  params: readonly ParamDefinition[],
  values: Readonly<Record<string, unknown>>,
  sealing: Pick<ParamSealing, "open">,
): Readonly<Record<string, unknown>> {
  return changed(params, values, (value) => (isSealed(value) ? sealing.open(value.sealed) : value));
}

/** As people see them. */
export function shownParams(
  params: readonly ParamDefinition[],
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return changed(params, values, (value) => (value === null || value === undefined ? value : "***"));
}

/** With other values of secret ones. */
function changed<T>(
  params: readonly ParamDefinition[],
  values: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> {
  const secret = new Set(params.filter(({ type }) => type === "secret").map(({ name }) => name));
  if (secret.size === 0) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, secret.has(name) ? change(value) : value]),
  );
}
