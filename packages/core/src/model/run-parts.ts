/**
 * What code says of the parts of its run, in the run's data: so that displays know those that have not begun, those
 * that never will, and how many there are. It changes nothing of how the run is executed.
 */

/** Key under which a run says, as it begins, what its parts are: a list of RunPart. A part is a scope of its name. */
export const partsKey = "stepwell:parts";

/** Key under which it tells news of one of them: a PartNews. */
export const partKey = "stepwell:part";

/** A part of a run: a scope with this name, not below another one. */
export interface RunPart {
  readonly name: string;
  /** Names of the parts that have to end before. */
  readonly after: readonly string[];
  /** What it does last, as far as that is known: the name of a step or scope in it, or in each of its legs. */
  readonly last?: string;
  /** Names of steps in it, or in each of its legs, that only keep it going: displays show them when they fail. */
  readonly aside?: readonly string[];
  /** What an earlier run has done of it. Left out: nothing. */
  readonly kept?: KeptPart;
}

/** What an earlier run has done of a part, so that this one does not execute it. */
export interface KeptPart {
  /** All of it: what it came to. Left out: some of it. */
  readonly ended?: "done" | "skipped";
  /** Why it was skipped. */
  readonly why?: string;
  /** How many of its legs. */
  readonly legs?: number;
  /** Of a part that is kept in part: names of those legs, or of its first steps where it has none; a few of many. */
  readonly names?: readonly string[];
}

/** What has become of a part, or of one of its legs. */
export interface PartNews {
  readonly part: string;
  /** The name of the leg that it is about. Left out: it is about the part as a whole. */
  readonly leg?: string;
  /** It has begun as so many legs: scopes below its own, which are alike. */
  readonly legs?: number;
  /** Those of them that an earlier run has done. Left out: none. */
  readonly kept?: KeptPart;
  /** So many of its legs have failed. Left out: as many as have a failed step. */
  readonly failed?: number;
  /** It is over. */
  readonly ended?: "done" | "failed" | "skipped";
  /** Why it did not end well, or does not begin. */
  readonly why?: string;
}
