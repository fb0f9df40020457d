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
