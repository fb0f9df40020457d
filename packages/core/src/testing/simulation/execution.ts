/** The code of a run, executed from the top by one process, and what it was told. */
import type { Actor } from "./actor.ts";
import type { Due } from "./due.ts";
import type { KnownRun } from "./known-run.ts";

/** Something that the code was told, or has drawn. */
export interface Told {
  readonly text: string;
  /** The operation that told it; undefined for what has no entry of its own. */
  readonly name: string | undefined;
  /** What its entry's value has in it; undefined for one without a value. */
  readonly holds: string | undefined;
  /** A message that comes later is too late. */
  readonly due?: Due | undefined;
}

/** A run as its code sees it. */
export interface Self {
  readonly id: string;
  readonly generation: number;
  readonly workflow: string;
}

/** A time limit of a part of its code. */
export interface Limit {
  readonly name: string;
  readonly signal: AbortSignal;
  /** Counted from what its code sees as the present; where the run is retried, it has so long from there. */
  readonly askedAt: number;
  readonly ms: number;
  readonly againMs: number;
  /** When it is over at the latest. */
  readonly due: Due;
  /** When it was stopped, and when its code heard that it is over; ms on the wall. */
  stoppedAt: number | undefined;
  heardAt: number | undefined;
  leftMs(): number;
  stop(): void;
}

/** What followed the end of its function. */
export interface Followed {
  readonly hook: "on-failure" | "on-complete";
  /** What it was told of the end: the code of an error, or the output. */
  readonly told: unknown;
  /** It has come to its own end. */
  over: boolean;
  /** The code of what it has thrown. */
  threw?: string;
}

export class Execution implements Self {
  readonly actor: Actor;
  readonly workflow: string;
  readonly id: string;
  readonly generation: number;
  /** As it is on disk; undefined where nothing of it was seen to come there. */
  readonly run: KnownRun | undefined;
  readonly told: Told[] = [];
  /** Entries that were on disk when its process took the run. */
  readonly recorded: number;
  /** What its code has asked to be undone, in that order. */
  readonly undos: string[] = [];
  readonly followed: Followed[] = [];
  /** Of parts of its code, by their names. */
  readonly limits = new Map<string, Limit>();
  bodies = 0;
  /** What was told up to here is known to be on disk. */
  durable = 0;
  output: string | undefined;

  constructor(actor: Actor, run: Self, known: { readonly run: KnownRun | undefined; readonly recorded: number }) {
    this.actor = actor;
    this.run = known.run;
    this.workflow = run.workflow;
    this.id = run.id;
    this.generation = run.generation;
    this.recorded = known.recorded;
  }

  /** Of the generation, like no other: an id may be given again. */
  get name(): string {
    return `${this.id} ${this.generation} ${this.run?.key}`;
  }
}
