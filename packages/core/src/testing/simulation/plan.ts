/** What a simulated history is made of, as plain data: it can be printed, and made smaller piece by piece. */
import type { PointName } from "../../host/port.ts";
import type { Program } from "./program.ts";

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
  readonly deeds: readonly Deed[];
  readonly faults: readonly Fault[];
}

/** A workflow. It may call those after it. */
export interface Flow {
  readonly name: string;
  readonly program: Program;
  /** How many of its runs may be under way at a time. */
  readonly limit?: number;
  /** Of work. */
  readonly timeoutMs?: number;
}

/** Something that people or machines do, `at` ms after the beginning. */
export type Deed = { readonly at: number } & (
  | DeedToWorker
  | { readonly do: "start"; readonly flow: string; readonly id: string; readonly delayMs: number }
  | { readonly do: "signal"; readonly id: string; readonly name: string; readonly times: number }
  | { readonly do: "pause" | "resume" | "cancel" | "kill" | "retry"; readonly id: string }
  | { readonly do: "jump"; readonly ms: number }
);

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
  /** Another worker takes it for dead, though it lives. */
  | { readonly do: "disown"; readonly worker: number }
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
