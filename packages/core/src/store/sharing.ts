/** What runs share, as a store shows and changes it: named limits, queues, and why runs that are ready do not begin. */
import type { RunKey } from "./keys.ts";

/** The part of a store that is about sharing. */
export interface SharingStore {
  /** Sets how many units a named limit has; raising it lets those in line go on. */
  setLimit(name: string, units: number, at: number): Promise<void>;
  /** False when there was none. Who holds units of it keeps them; who waits for them goes on waiting. */
  removeLimit(name: string): Promise<boolean>;
  /** Every named limit, and every place that is held or waited for. */
  places(at: number): Promise<readonly PlaceRow[]>;
  /** Whether runs of the queue are claimed from now on. */
  setQueue(name: string, wish: { readonly paused: boolean; readonly at: number }): Promise<void>;
  /** Queues that are paused, or of which runs are unfinished, by name. */
  queues(): Promise<readonly QueueRow[]>;
  /** Ends runs that have not begun in time. @returns how many */
  expire(at: number): Promise<number>;
  /** Why runs that could begin have not; those are left out of which nothing is known but that no worker came yet. */
  hindrances(runs: readonly RunKey[], at: number): Promise<ReadonlyMap<RunKey, Hindrance>>;
}

/** A place of a workflow, a limit or a rate (model/sharing.ts). */
export interface PlaceRow {
  readonly place: string;
  /** Units, or beginnings per period. Undefined for a limit that nobody has set. */
  readonly capacity: number | undefined;
  readonly used: number;
  /** Ids of runs that hold units of it; not all where there are many. */
  readonly holders: readonly string[];
  /** Runs in its line. */
  readonly waiting: number;
}

/** Unfinished runs of a queue; of each state at most 10,000 are looked at. */
export interface QueueRow {
  readonly name: string;
  readonly pausedAt: number | undefined;
  readonly pending: number;
  readonly running: number;
  readonly waiting: number;
  readonly paused: number;
  readonly blocked: number;
}

/** Why a run that could begin has not. */
export type Hindrance =
  | {
      readonly kind: "place";
      readonly place: string;
      /** What it needs of it. */
      readonly units: number;
      readonly capacity: number | undefined;
      readonly used: number;
      /** Id of one of those that hold it. */
      readonly holder: string | undefined;
    }
  | { readonly kind: "rate"; readonly place: string /** When there is room again. */; readonly freeAt: number }
  | { readonly kind: "queue-paused"; readonly queue: string }
  | {
      readonly kind: "no-build";
      /** To which the run is pinned. */
      readonly build: string;
      /** Those of the live workers that serve its workflow. */
      readonly builds: readonly string[];
    }
  | { readonly kind: "no-worker"; readonly workflow: string; readonly queue: string };
