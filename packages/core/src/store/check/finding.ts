/** Something in a store that is not as it has to be, in words. */
export interface StoreFinding {
  readonly about: "file" | "row" | "journal" | "value" | "place" | "counters";
  /** Id of the run; undefined where it is about no single one. */
  readonly run: string | undefined;
  /** What is wrong. */
  readonly problem: string;
}
