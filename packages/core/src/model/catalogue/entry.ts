/** What a package says of one of its error codes. */
export interface CatalogueEntry {
  /** One sentence: what happened, and where. */
  readonly message: (facts: never) => string;
  /** What to do about it. */
  readonly hint: string | ((facts: never) => string);
}
