/** Where something stands in a source. */

export interface Place {
  /** As it was given to the loader. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** How much of the line is meant, in UTF-16 units; left out where a point is meant. */
  readonly length?: number;
}
