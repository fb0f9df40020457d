/** What is stored that brings a run on that nobody executes: beside that, only messages and people do. */
import type { RunKey } from "./keys.ts";

export interface WakeUps {
  /** When claims find it by themselves, ms; 0 for at once, undefined for never. */
  readonly dueAt: number | undefined;
  /** Places in whose lines it stands. */
  readonly lines: readonly string[];
  /** Whose end it is told of. */
  readonly awaits: readonly AwaitedEnd[];
}

export interface AwaitedEnd {
  /** Operation key in the run that waits. */
  readonly op: string;
  /** Undefined: there is no such run any more. */
  readonly run: RunKey | undefined;
}
