/** What layers give: values for settings, for secrets and for variables, each with the place that it comes from. */
import type { Place } from "../diagnosis/place.ts";
import type { SettingKey } from "./setting-table.ts";

/** Where a value comes from. */
export type Origin =
  | { readonly layer: "default" }
  | { readonly layer: "file"; readonly place: Place }
  | { readonly layer: "environment"; readonly variable: string }
  | { readonly layer: "call" };

/** `stepwell.yml:3:8`, `DATABASE_URL`. */
export function originText(origin: Origin): string {
  switch (origin.layer) {
    case "file":
      return `${origin.place.file}:${origin.place.line}:${origin.place.column}`;
    case "environment":
      return origin.variable;
    default:
      return origin.layer;
  }
}

/** The two kinds of values that users name themselves. */
export type NamedKind = "secrets" | "vars";

/** Something that a layer gives. */
export interface Given {
  readonly value: unknown;
  readonly origin: Origin;
}

/** All that one layer gives. */
export interface Layer {
  readonly settings: ReadonlyMap<SettingKey, Given>;
  readonly named: Readonly<Record<NamedKind, ReadonlyMap<string, Given>>>;
}

/** Names of secrets and variables: they are written as `secrets.NAME`. */
export const namePattern = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** Under what `engine.documents` keeps those of a namespace; they lie below all layers. */
export function namedDocument(kind: NamedKind, name: string): { readonly kind: string; readonly name: string } {
  return { kind: kind === "secrets" ? "secret" : "var", name };
}
