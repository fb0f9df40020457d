/** A deliberate fault: one text of one file, replaced. */
export interface Mutant {
  /** Below packages/core/src. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}
