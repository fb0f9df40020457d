/** How a store shows runs, and how it is asked for them. */
import type { AttributeValue } from "../model/attribute.ts";
import type { RunState } from "../model/run-state.ts";
import type { RunKey, WorkerKey } from "./keys.ts";

export interface RunRow {
  readonly key: RunKey;
  readonly namespace: string;
  readonly id: string;
  readonly generation: number;
  readonly workflow: string;
  readonly status: RunState;
  readonly input: string;
  /** Encoded; only when completed. */
  readonly output: string | undefined;
  /** Encoded error; when failed, cancelled, timed out or blocked. */
  readonly error: string | undefined;
  /** One sentence for people; of a run that waits, is blocked or did not end well. */
  readonly why: string | undefined;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Ids of the run that started it and of the one with which it all began; undefined when nobody's child. */
  readonly parent: string | undefined;
  readonly root: string | undefined;
  /** Its parent's end does not concern it. */
  readonly detached: boolean;
  /** How often the id was begun anew, from 1: a retry goes on with the same life, a restart has another. */
  readonly life: number;
  /** Id of the run with whose entries it began, and how many of those it has; undefined for one that began by itself. */
  readonly forkedFrom: { readonly id: string; readonly at: number } | undefined;
  /** Of a fork more than one: `old@12,new` (model/seed.ts). */
  readonly seed: string;
  readonly behaviours: string;
  readonly module: string;
  readonly queue: string;
  readonly priority: number;
  readonly createdAt: number;
  readonly availableAt: number;
  /** First claim; undefined while it was never claimed. */
  readonly startedAt: number | undefined;
  /** Of a retried run: when its first generation was claimed first, where its code's time begins. */
  readonly clockAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Earliest timer of a waiting run. */
  readonly wakeAt: number | undefined;
  readonly timeoutMs: number | undefined;
  /** Time spent paused since the first claim, closed spans only. */
  readonly pausedMs: number;
  readonly pausedAt: number | undefined;
  readonly owner: WorkerKey | undefined;
  /** Counts those of the generation; 0 while it was never claimed. */
  readonly claim: number;
  /** How many those of earlier generations were. */
  readonly claimsBefore: number;
  readonly cancelRequestedAt: number | undefined;
  readonly cancelReason: string | undefined;
  readonly pauseRequestedAt: number | undefined;
  /** Times in a row that its worker died without a new entry. */
  readonly deaths: number;
  /** How many of them when it was a suspect (deaths ≥ 2) and nothing else died with it. */
  readonly loneDeaths: number;
  /** It ended in favour of the next generation (wf.continueAs): it is `completed`, without an output. */
  readonly continued: boolean;
  /** The place in whose line it waits; see model/sharing.ts. */
  readonly inLine: string | undefined;
  /** When it ends by itself unless it has begun. */
  readonly expiresAt: number | undefined;
  /** When it came from another store; undefined when it began in this one. */
  readonly importedAt: number | undefined;
  /** One build executes it: the one that it was started with, or that takes it first. */
  readonly pinned: boolean;
  /** Which one that is; undefined while any may take it. */
  readonly build: string | undefined;
  /** It needs places that it shares with others. */
  readonly shares: boolean;
}

export interface RunFilter {
  readonly status?: readonly RunState[];
  readonly workflow?: string;
  readonly tag?: string;
  /** Id of the run that has started them. */
  readonly parent?: string;
  /** Part of the id or title. */
  readonly text?: string;
  /** Created at or after, ms. */
  readonly since?: number;
  /** Created before, ms. */
  readonly until?: number;
  readonly attribute?: { readonly name: string; readonly value: AttributeValue };
}

export interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

export interface RunPage {
  /** Values over 1 MiB may be left out of these rows (a name stands in their place): `get` the run for its values. */
  readonly items: readonly RunRow[];
  /** Undefined on the last page. */
  readonly next: string | undefined;
}
