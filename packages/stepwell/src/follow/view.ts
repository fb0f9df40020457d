/** What follows a run on the screen: tree, lines, JSON, or nothing. */
import type { RunDetails, RunEventItem, RunState, TreeActivity } from "@stepwell/core";
import type { Screen } from "../terminal/screen.ts";

/** Where a view stands. */
export interface ViewPlace {
  readonly screen: Screen;
  /** Working folder. */
  readonly folder: string;
  /** What the next command needs to find the run: "" or ` --store URL`. */
  readonly where: string;
}

export interface Heading {
  readonly workflow: string;
  readonly run: string;
  /** Path of the code as people know it; "" when this process has none. */
  readonly file: string;
  readonly begun: "started" | "resumed" | "retried" | "forked" | "watched" | "over";
  /** Steps that were in the journal before anyone looked. */
  readonly recordedSteps: number;
  /** Ms; first claim, else creation. */
  readonly startedAt: number;
}

/** A look at the run as it is. */
export interface Look {
  /** Ms. */
  readonly now: number;
  readonly status: RunState;
  /** "" when there is nothing to say. */
  readonly why: string;
  readonly executing: readonly TreeActivity[];
  /** How many items each map goes over, by the path of its scope; for those that have begun where it executes. */
  readonly totals: ReadonlyMap<string, number>;
}

/** Why and how a run is brought to a stop. */
export interface Saving {
  /** Steps in progress, which get `graceMs` to end. */
  readonly executing: number;
  readonly graceMs: number;
  /** By a signal; else the time to wait is over. */
  readonly interrupted: boolean;
}

export interface Saved {
  readonly run: string;
  readonly status: RunState;
  /** Exit code of the process. */
  readonly exit: number;
  readonly recordedSteps: number;
  /** Steps that were in progress and are not recorded. */
  readonly again: number;
  /** False when another process goes on with the run. */
  readonly released: boolean;
  /** False when the store is gone with this process. */
  readonly kept: boolean;
  /** What the next command needs to find the run: "" or ` --store URL`. */
  readonly where: string;
}

/** A run whose process does not wait for its steps in progress. */
export type LeftAtOnce = Pick<Saved, "run" | "exit" | "kept" | "where">;

/** A run that goes on without whoever looked at it. */
export interface Left {
  readonly run: string;
  readonly status: RunState;
  /** Nobody executes it. */
  readonly orphaned: boolean;
  /** What the next command needs to find the run: "" or ` --store URL`. */
  readonly where: string;
}

export interface FollowView {
  began(heading: Heading): void;
  /** @param live false for what was recorded before anyone looked */
  event(event: RunEventItem, live: boolean): void;
  look(look: Look): void;
  /** The user's code has printed something. */
  printed(text: string): void;
  /** The engine has something to say. */
  notice(text: string): void;
  saving(saving: Saving): void;
  saved(saved: Saved): void;
  /** The process is left at once: what was in progress is not recorded. */
  leftAtOnce(left: LeftAtOnce): void;
  /** The time to wait is over, or the looking: the run goes on. */
  left(left: Left): void;
  ended(details: RunDetails, now: number): void;
}
