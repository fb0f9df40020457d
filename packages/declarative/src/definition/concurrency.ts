/** What runs, or jobs, share a place with. */

/** Those of one group, whatever workflow they are of, share a place. */
export interface Concurrency {
  /** May be a template. */
  readonly group: string;
  /** How many of them at a time. */
  readonly limit: number;
  readonly onConflict: "queue" | "skip" | "replace" | "reject";
}
