/** What is said of one setting in the table of settings. */
import type { Reading } from "./reading.ts";

export interface Setting<T> {
  /** One sentence, for people. */
  readonly doc: string;
  /** What may be given, for whom something else was refused. */
  readonly expected: string;
  readonly read: Reading<T>;
  /** Undefined for one that has none. */
  readonly default: T | ((machine: Machine) => T);
  /** Environment variables, our own one first: it wins over the others. Two others must not differ. */
  readonly variables: readonly [own: `STEPWELL_${string}`, ...others: string[]];
  /** How the value is shown; as it is if this is left out. */
  readonly show?: (value: NonNullable<T>) => string;
  /** What is never shown of it: all, or the password of a URL. */
  readonly secret?: "all" | "password";
}

/** What defaults depend on. */
export interface Machine {
  /** How many threads it can execute at a time. */
  readonly processors: number;
}
