/** What a simulated history is made of, as plain data: it can be printed, and made smaller piece by piece. */
import type { PointName } from "../../host/port.ts";
import { allOf, type Program } from "./program.ts";

export interface Plan {
  /** Of all chance that is not in the plan: who goes first, how long answers take, what runs draw. */
  readonly seed: number;
  /** Processes at the beginning. */
  readonly workers: number;
  /** Runs that each executes at a time. */
  readonly concurrency: number;
  /** Answers of the store take their time, and things happen in any order. */
  readonly rough: boolean;
  /** Who is dead is known at once; else only when its lease has lapsed. */
  readonly provable: boolean;
  readonly flows: readonly Flow[];
  /** Named ones. */
  readonly limits: readonly Limit[];
  readonly deeds: readonly Deed[];
  readonly faults: readonly Fault[];
  /** Calls that take their time throughout, where the world is rough: what they cross on their way differs with them. */
  readonly lags?: readonly Lag[];
  /** Values of more characters stand apart, and runs begin with some. Default: none. */
  readonly inlineBytes?: number;
  /** Code logs what it draws, and bodies what they will give. */
  readonly logs?: boolean;
  /** Whoever starts a run waits for what it gives. */
  readonly awaited?: boolean;
  /** Code asks at its end how those have ended that it has started. */
  readonly asksLater?: boolean;
}

/** Each way of a call of this verb takes up to so many ms. */
export interface Lag {
  readonly verb: string;
  readonly mostMs: number;
}

/** Units that runs share. */
export interface Limit {
  readonly name: string;
  readonly units: number;
}

/** All that its code may do. */
export function* nodesOf({ program, onFailure, onComplete }: Flow): Generator<Program> {
  for (const each of [program, onFailure, onComplete]) if (each !== undefined) yield* allOf(each);
}

export interface Rate {
  readonly limit: number;
  readonly periodMs: number;
}

/** A workflow. It may call those after it. */
export interface Flow {
  readonly name: string;
  readonly program: Program;
  /** How many of its runs may be under way at a time. */
  readonly limit?: number;
  /** Those of different keys do not share it; there are so many. */
  readonly keys?: number;
  /** Its place is given back while it waits. */
  readonly yields?: true;
  /** What a start does when the place is taken, where it does not wait for it. */
  readonly onConflict?: "skip" | "replace" | "reject";
  /**
   * Of a named limit. Of a flow that calls others those need it as well, and inherit it: else runs might wait for one
   * another in a circle.
   */
  readonly needs?: Limit;
  /** How many of its runs may begin within a time. */
  readonly rate?: Rate;
  /** Where its runs are put; none: with all others. */
  readonly queue?: string;
  /** Of work. */
  readonly timeoutMs?: number;
  /** What follows its end: one that is bad, and one that is good. */
  readonly onFailure?: Program;
  readonly onComplete?: Program;
}

/** Something that people or machines do, `at` ms after the beginning. */
export type Deed = { readonly at: number } & (
  | DeedToWorker
  | StartDeed
  | { readonly do: "signal"; readonly id: string; readonly name: string; readonly times: number }
  /** All questions of the run that are open. */
  | { readonly do: "answer"; readonly id: string }
  /** The callback that it has asked for last. `forged`: with a token that nobody gave out. */
  | { readonly do: "callback"; readonly id: string; readonly times: number; readonly forged: boolean }
  | { readonly do: "limit"; readonly name: string; readonly units: number }
  /** Of a queue. */
  | { readonly do: "hold" | "let" | "drain"; readonly queue: string }
  /** About the steps of the run that wait for a person, or for their next attempt. */
  | { readonly do: "decide"; readonly id: string; readonly act: Act }
  /** The run begins once more as another one, with so much of its journal (in hundredths). */
  | { readonly do: "fork"; readonly id: string; readonly as: string; readonly part: number }
  | { readonly do: "pause" | "resume" | "cancel" | "kill" | "retry" | "watch" | "carry"; readonly id: string }
  /** It is started once more under its id, as another piece of work. */
  | { readonly do: "begin-anew"; readonly id: string; readonly policy: "restart" | "restart-if-failed" | "return" }
  | ClearDeed
  /** Lists, counts and statistics are read, so many runs to a page. */
  | { readonly do: "look"; readonly page: number }
  | { readonly do: "jump"; readonly ms: number }
);

/** What a person decides about a step. */
export type Act = "retry" | "complete" | "skip" | "fail";

/** Runs that ended longer ago are removed. */
export interface ClearDeed {
  readonly do: "clear";
  readonly olderThanMs: number;
  /** Of this workflow alone. */
  readonly flow?: string;
  /** So many at most. */
  readonly most?: number;
}

export interface StartDeed {
  readonly do: "start";
  readonly flow: string;
  readonly id: string;
  readonly delayMs: number;
  readonly priority: number;
  /** How often it may begin anew. */
  readonly left: number;
  /** What it shares a place with others by. */
  readonly key: number;
  /** It is not worth beginning so long after it could have. */
  readonly expiresMs?: number;
  /** Somebody else does the same at the same time: what becomes of the one who comes later. */
  readonly twice?: "return" | "reject";
}

/** `worker`: of those that live. */
export type DeedToWorker = { readonly worker: number } & (
  | {
      readonly do: "die";
      /** At the so-manieth of these moments; without one at once. */
      readonly point?: { readonly name: PointName; readonly nth: number };
      /** Until another process takes its place, ms. */
      readonly againMs: number;
    }
  /** Its process stands still. */
  | { readonly do: "freeze"; readonly ms: number }
  /** It reaches its store no more, for a while. */
  | { readonly do: "cut"; readonly ms: number }
  /** A clean stop. */
  | { readonly do: "close"; readonly graceMs: number; readonly againMs: number }
  /** Another worker takes it for dead, though it lives, and what its commits have brought it hears so much later. */
  | { readonly do: "disown"; readonly worker: number; readonly lateMs?: number }
);

/** What is wrong with the so-manieth call of a verb of the store, of all processes together. */
export interface Fault {
  readonly verb: string;
  readonly nth: number;
  readonly how: FaultKind;
  /** Of a slow one. */
  readonly ms: number;
}

export type FaultKind =
  /** Nothing was done, and it says so. */
  | "fails"
  | "full"
  /** Nothing was done, and it is for what the batch holds. */
  | "refuses"
  /** Nobody knows; nothing was done. */
  | "lost-before"
  /** Nobody knows; it was done. */
  | "lost-after"
  | "slow-before"
  | "slow-after";

/** What may be taken for granted in a history. */
export interface Nature {
  /** What is asked of a run reaches its worker at once. */
  readonly smooth: boolean;
  /** The clock on the wall never jumps. */
  readonly steady: boolean;
}

const late: ReadonlySet<string> = new Set(["freeze", "cut", "disown"]);

/** Where runs of the plan are put. */
export function queuesOf({ flows }: Pick<Plan, "flows">): readonly string[] {
  return [...new Set(flows.map(({ queue = "default" }) => queue))];
}

export function natureOf({ deeds, faults, lags = [] }: Plan): Nature {
  return {
    smooth: faults.length === 0 && lags.length === 0 && deeds.every((deed) => !late.has(deed.do)),
    steady: deeds.every((deed) => deed.do !== "jump"),
  };
}
