/** A secret or variable, wherever it is kept. */
import type { Documents } from "@stepwell/core";
import { type NamedKind, namedDocument, originText } from "./given.ts";
import type { Settings } from "./settings.ts";

/** What is there under a name, and where it comes from: `store`, or as `originText` says it. */
export interface NamedValue {
  /** Of secrets text, of variables any value. */
  readonly value: unknown;
  readonly from: string;
}

/**
 * The secret or variable of a name, from the uppermost layer that has it: the environment, the settings file, the store
 * of the namespace. Undefined when none has it. @throws key-missing, decryption-failed
 */
export async function namedValue(
  { kind, name }: { readonly kind: NamedKind; readonly name: string },
  { settings, documents }: { readonly settings: Settings; readonly documents: Pick<Documents, "get"> },
): Promise<NamedValue | undefined> {
  const given = settings.named(kind).get(name);
  if (given !== undefined) return { value: given.value, from: originText(given.origin) };
  const stored = await documents.get(namedDocument(kind, name));
  return stored && { value: stored.body, from: "store" };
}
