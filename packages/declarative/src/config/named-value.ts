/** Secrets and variables, wherever they are kept. */
import type { Documents } from "@stepwell/core";
import { type NamedKind, namedDocument, originText } from "./given.ts";
import type { Settings } from "./settings.ts";

/** What is there under a name, and where it comes from: `store`, or as `originText` says it. */
export interface NamedValue {
  /** Of secrets text, of variables any value. */
  readonly value: unknown;
  readonly from: string;
}

/** Where they are looked for: in what was loaded, and below that in the store of the namespace. */
export interface NamedSources {
  readonly settings: Settings;
  readonly documents: Pick<Documents, "get" | "list">;
}

/**
 * The secret or variable of a name, from the uppermost layer that has it: the environment, the settings file, the store
 * of the namespace. Undefined when none has it. @throws key-missing, decryption-failed
 */
export async function namedValue(
  { kind, name }: { readonly kind: NamedKind; readonly name: string },
  { settings, documents }: NamedSources,
): Promise<NamedValue | undefined> {
  const given = settings.named(kind).get(name);
  if (given !== undefined) return { value: given.value, from: originText(given.origin) };
  const stored = await documents.get(namedDocument(kind, name));
  return stored && { value: stored.body, from: "store" };
}

/**
 * All secrets or all variables, each from the uppermost layer that has it. What the store has and another layer wins
 * over is not read. @throws key-missing, decryption-failed
 */
export async function namedValues(kind: NamedKind, sources: NamedSources): Promise<ReadonlyMap<string, NamedValue>> {
  const found = new Map<string, NamedValue>();
  for (const name of [...(await namedNames(kind, sources))].sort()) {
    // One that was removed since it was listed is none.
    const value = await namedValue({ kind, name }, sources);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

/** Names of all secrets or all variables. No value is read, and no key is needed. */
export async function namedNames(kind: NamedKind, { settings, documents }: NamedSources): Promise<ReadonlySet<string>> {
  const names = new Set(settings.named(kind).keys());
  let cursor: string | undefined;
  do {
    const page = { limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await documents.list(namedDocument(kind, "").kind, page);
    for (const { name } of items) names.add(name);
    cursor = next;
  } while (cursor !== undefined);
  return names;
}
