/** Documents: small things that are kept beside runs, by kind and name. */

/** The part of a store that keeps documents. All of it is about the store's own namespace. */
export interface DocumentStore {
  /** Replaces the one that is there. */
  putDocument(document: DocumentRow): Promise<void>;
  getDocument(key: DocumentKey): Promise<DocumentRow | undefined>;
  /** Of one kind, by name in the order of code points; names after `cursor`, at most `limit`. Bodies are not read. */
  listDocuments(kind: string, page: DocumentPage): Promise<readonly Omit<DocumentRow, "body">[]>;
  /** False when there was none. */
  removeDocument(key: DocumentKey): Promise<boolean>;
  /** Puts and removes all of it, or nothing where one that was read is not as it was any more. @returns whether it did */
  changeDocuments(change: DocumentChange): Promise<boolean>;
}

/** What becomes of several documents at once. */
export interface DocumentChange {
  /** What it goes by: bodies as they were read, undefined where there was none. */
  readonly read: readonly (DocumentKey & { readonly body: string | undefined })[];
  readonly put: readonly DocumentRow[];
  readonly remove: readonly DocumentKey[];
}

export interface DocumentKey {
  readonly kind: string;
  readonly name: string;
}

export interface DocumentRow extends DocumentKey {
  /** Encoded. */
  readonly body: string;
  readonly updatedAt: number;
}

export interface DocumentPage {
  readonly limit: number;
  readonly cursor: string | undefined;
}
