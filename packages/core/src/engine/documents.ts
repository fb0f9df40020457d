/** `engine.documents`: what is kept in the store beside runs. */

import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";
import { checkName, checkText } from "../model/step-name.ts";
import type { DocumentKey } from "../store/documents.ts";
import type { Internals } from "./internals.ts";
import { checkPage, type PageOptions } from "./list.ts";

/** Names a document: its kind, as `var`, and its name within the kind. */
export interface DocumentName {
  /** 1 to 200 characters, as the name of a step. */
  readonly kind: string;
  /** 1 to 255 characters, none of them a control character. */
  readonly name: string;
}

/** What is there under a name. */
export interface StoredDocument {
  readonly body: unknown;
  readonly updatedAt: Date;
}

/** How a document is put. */
export interface PutDocumentOptions {
  /** `true`: refused unless the engine encrypts. Default: as everything else in the store. */
  readonly encrypted?: boolean;
}

/** A page of names, and what to go on with. */
export interface DocumentList {
  readonly items: readonly { readonly name: string; readonly updatedAt: Date }[];
  /** Give it as `cursor`; undefined at the end. */
  readonly next: string | undefined;
}

/**
 * Small things that packages and programs keep in the store of a namespace, by kind and name: variables, secrets,
 * definitions. They belong to no run, are never removed by themselves, and are encrypted where the engine encrypts.
 */
export interface Documents {
  /**
   * Keeps a body, a value as a step may return, in place of the one that is there; resolves when it is on disk.
   * @throws invalid-name, unserialisable-value, value-too-large, encryption-needed
   */
  put(document: DocumentName, body: unknown, options?: PutDocumentOptions): Promise<void>;
  /** Undefined when there is none. @throws key-missing, decryption-failed, store-damaged */
  get(document: DocumentName): Promise<StoredDocument | undefined>;
  /** Names of a kind, in order. @param page limit 1 to 200, default 50 */
  list(kind: string, page?: PageOptions): Promise<DocumentList>;
  /** @returns false when there was none */
  remove(document: DocumentName): Promise<boolean>;
}

/** @param live the engine's parts, or engine-closed */
export function documentsOf(live: (operation: string) => Internals): Documents {
  return {
    async put(document, body, options = {}) {
      const { store, settings, encode } = live("documents.put");
      const key = keyOf(document);
      const { encrypted } = readOptions(options, ["encrypted"], { where: "documents.put" });
      if (encrypted !== undefined && typeof encrypted !== "boolean")
        throw failure("invalid-option", {
          where: "documents.put",
          option: "encrypted",
          problem: "must be true or false",
        });
      if (encrypted === true && settings.codec === undefined) throw failure("encryption-needed", { ...key });
      const text = encode(body, `${key.kind} "${key.name}"`);
      await store.putDocument({ ...key, body: text, updatedAt: settings.host.now() });
    },
    async get(document) {
      const { store, decode } = live("documents.get");
      const row = await store.getDocument(keyOf(document));
      return row && { body: decode(row.body), updatedAt: new Date(row.updatedAt) };
    },
    async list(kind, page = {}) {
      const { store } = live("documents.list");
      const { limit, cursor } = checkPage(page, "documents.list");
      // One more than is asked for tells whether there is a next page.
      const rows = await store.listDocuments(checkName("kind", kind), { limit: limit + 1, cursor });
      const items = rows.slice(0, limit).map(({ name, updatedAt }) => ({ name, updatedAt: new Date(updatedAt) }));
      return { items, next: rows.length > limit ? items.at(-1)?.name : undefined };
    },
    remove: async (document) => await live("documents.remove").store.removeDocument(keyOf(document)),
  };
}

function keyOf(document: DocumentName): DocumentKey {
  const { kind, name } = readOptions<Partial<DocumentName>>(document, ["kind", "name"], {
    where: "documents",
    option: "document",
  });
  return { kind: checkName("kind", kind), name: checkText("document name", name, limits.idMaxCodePoints) };
}
