/** A language's way to run a script: the program, what it is given, and what it has said. */
import type { StepwellError } from "@stepwell/core";
import type { GroupEnd } from "./process-group.ts";

export interface Program {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Written to its descriptor. */
  readonly given: string;
  /** Told of each whole line that it writes to the other one while it runs. */
  heard?(line: string): void;
  /** @param said what it has written to the other one */
  outcome(end: GroupEnd, said: string, outputBytes: number): ProgramOutcome;
}

export interface ProgramOutcome {
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the script has thrown, or how it has died. */
  readonly detail?: string;
  /** What is wrong although it has ended well. */
  readonly error?: StepwellError;
}
