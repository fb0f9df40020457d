/** `engine.documents`: what is kept in the store beside runs. */
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";
import { checkName, checkText } from "../model/step-name.ts";
import type { DocumentChange, DocumentKey, DocumentRow } from "../store/documents.ts";
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
  /**
   * Changes documents by what is in others: all that `fn` puts and removes is there at once, or nothing of it. Where
   * another process changes one that `fn` has read before this is on disk, `fn` is called again: it should do nothing
   * but read and change documents.
   * @returns what `fn` returned last
   * @throws what `fn` throws, and then nothing is changed
   */
  change<T>(fn: (documents: DocumentsChange) => T | Promise<T>): Promise<T>;
}

/** What a change of documents reads, puts and removes. */
export interface DocumentsChange {
  /** As it is in the store, whatever this change has put. @throws key-missing, decryption-failed, store-damaged */
  get(document: DocumentName): Promise<StoredDocument | undefined>;
  /** @throws invalid-name, unserialisable-value, value-too-large, encryption-needed */
  put(document: DocumentName, body: unknown, options?: PutDocumentOptions): void;
  remove(document: DocumentName): void;
}

/** @param live the engine's parts, or engine-closed */
export function documentsOf(live: (operation: string) => Internals): Documents {
  return {
    async put(document, body, options = {}) {
      const parts = live("documents.put");
      await parts.store.putDocument(rowOf(document, body, { parts, options }));
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
    async change(fn) {
      if (typeof fn !== "function")
        throw failure("invalid-option", { where: "documents.change", option: "fn", problem: "must be a function" });
      for (;;) {
        const parts = live("documents.change");
        const { change, documents } = noted(parts);
        const result = await fn(documents);
        if (await parts.store.changeDocuments(change())) return result;
      }
    },
  };
}

interface Noted {
  readonly documents: DocumentsChange;
  /** What `fn` has done so far. */
  readonly change: () => DocumentChange;
}

function noted(parts: Internals): Noted {
  const { store, decode } = parts;
  const read = new Map<string, DocumentChange["read"][number]>();
  const written = new Map<string, DocumentRow | DocumentKey>();
  const documents: DocumentsChange = {
    async get(document) {
      const key = keyOf(document);
      const row = await store.getDocument(key);
      const place = placeOf(key);
      // What is read again later and is another then, is what does not hold.
      if (!read.has(place)) read.set(place, { ...key, body: row?.body });
      return row && { body: decode(row.body), updatedAt: new Date(row.updatedAt) };
    },
    put(document, body, options = {}) {
      const row = rowOf(document, body, { parts, options });
      written.set(placeOf(row), row);
    },
    remove(document) {
      const key = keyOf(document);
      written.set(placeOf(key), key);
    },
  };
  const change = (): DocumentChange => {
    const [put, remove]: [DocumentRow[], DocumentKey[]] = [[], []];
    for (const one of written.values()) "body" in one ? put.push(one) : remove.push(one);
    return { read: [...read.values()], put, remove };
  };
  return { documents, change };
}

function placeOf({ kind, name }: DocumentKey): string {
  return JSON.stringify([kind, name]);
}

/** @throws as put */
function rowOf(
  document: DocumentName,
  body: unknown,
  { parts, options }: { readonly parts: Internals; readonly options: PutDocumentOptions },
): DocumentRow {
  const { settings, encode } = parts;
  const where = "documents.put";
  const key = keyOf(document);
  const { encrypted } = readOptions(options, ["encrypted"], { where });
  if (encrypted !== undefined && typeof encrypted !== "boolean")
    throw failure("invalid-option", { where, option: "encrypted", problem: "must be true or false" });
  if (encrypted === true && settings.codec === undefined) throw failure("encryption-needed", { ...key });
  return { ...key, body: encode(body, `${key.kind} "${key.name}"`), updatedAt: settings.host.now() };
}

function keyOf(document: DocumentName): DocumentKey {
  const { kind, name } = readOptions<Partial<DocumentName>>(document, ["kind", "name"], {
    where: "documents",
    option: "document",
  });
  return { kind: checkName("kind", kind), name: checkText("document name", name, limits.idMaxCodePoints) };
}
