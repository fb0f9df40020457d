/**
 * Gathers everything that happens in one turn, of all runs, into one batch, and commits it. While one batch is on
 * its way the next one gathers.
 *
 * C1  One batch at a time, in order: what a run's later batch says comes after what its earlier one said.
 * C2  Nothing is taken back: a batch that could not be written is written again, whole, or its runs are dropped.
 * C3  Whether a batch landed is never guessed: after outcome-unknown the store is asked until it answers.
 * C4  One bad write never rejects its neighbours: the batch is split, and only the culprit's run is blocked.
 */
import type { Host } from "../host/port.ts";
import { isFailure } from "../model/errors.ts";
import type {
  Batch,
  ClaimRequest,
  CommitResult,
  RunWrite,
  SendOutcome,
  SendRow,
  StartOutcome,
  StartRow,
  Store,
  WorkerKey,
} from "../store/port.ts";
import { Asked } from "./asked.ts";
import { Pause } from "./pause.ts";

/** What came of the parts of a batch. */
export interface CommitOwner {
  /** Takes what runs have gathered, up to the limits of a batch. */
  gather(): RunWrite[];
  /** The batch is on disk. */
  committed(batch: Batch, result: CommitResult): void;
  /** Nothing is on its way any more: what gathered meanwhile may be flushed. */
  landed(): void;
  /** The store will not take this write of a run, and never will. */
  refused(write: RunWrite, error: unknown): void;
  /** The claim of a batch that failed will bring nothing. */
  claimLost(): void;
  /** This worker was declared dead: nothing more is written until the queue is given another. */
  fenced(worker: WorkerKey | undefined): void;
  /** Our own mistake, or the store is gone: the worker stops and lets its lease lapse. */
  broken(error: unknown): void;
  /** A batch could not be written yet and will be tried again. */
  delayed(error: unknown, waitMs: number): void;
}

/** Between two tries; doubled each time. */
const firstRetryMs = 50;
const lastRetryMs = 2_000;

export class CommitQueue {
  #worker: WorkerKey | undefined;
  /** Fenced: a batch in the old name would only be rejected. */
  #nameless = false;
  /** The batch on its way could not be written yet. */
  #failing = false;
  readonly #host: Host;
  readonly #store: Store;
  readonly #owner: CommitOwner;
  /** What waits for the next batch, besides the writes of runs. */
  #asked = new Asked();
  #claim: ClaimRequest | undefined;
  #inFlight: Promise<void> | undefined;
  /** Why nothing is written any more. */
  #stopped: { readonly error: unknown } | undefined;
  /** Set when a batch that fails shall not be tried again. */
  #impatient: { readonly error: unknown } | undefined;
  readonly #pause: Pause;
  readonly #prefix: string;
  #count = 0;

  constructor(host: Host, store: Store, owner: CommitOwner) {
    this.#host = host;
    this.#store = store;
    this.#owner = owner;
    this.#pause = new Pause(host);
    this.#prefix = Buffer.from(host.randomBytes(9)).toString("base64url");
  }

  set worker(worker: WorkerKey) {
    this.#worker = worker;
    this.#nameless = false;
  }

  /** The store takes nothing at the moment (disk full, connection lost): nothing new shall begin. */
  get failing(): boolean {
    return this.#failing;
  }

  /** Adds a run to start; resolves when its row is on disk. */
  start(row: StartRow): Promise<StartOutcome> {
    return this.#stopped === undefined ? this.#asked.start(row) : Promise.reject(this.#stopped.error);
  }

  /** Adds a message; resolves when it is on disk. */
  send(row: SendRow): Promise<SendOutcome> {
    return this.#stopped === undefined ? this.#asked.send(row) : Promise.reject(this.#stopped.error);
  }

  claim(request: ClaimRequest): void {
    this.#claim = request;
  }

  /** A batch is on its way: what it brings is on disk, perhaps, and not known here. */
  get busy(): boolean {
    return this.#inFlight !== undefined;
  }

  /** Starts, messages or a claim wait for the next batch. */
  get hasMore(): boolean {
    return this.#asked.size > 0 || this.#claim !== undefined;
  }

  /** Writes what is on its way, unless writing still fails after `patienceMs`; then stops. */
  async finish(error: unknown, patienceMs: number): Promise<void> {
    const timer = this.#host.timer(patienceMs, () => {
      this.#impatient = { error };
      if (this.#failing) this.stop(error);
    });
    while (this.#inFlight !== undefined) await this.#inFlight;
    timer.cancel();
    this.stop(error);
  }

  /** Nothing more is written; what waits to be started is told. */
  stop(error: unknown): void {
    this.#stopped ??= { error };
    this.#asked.takeAll().reject(error);
    this.#pause.cut();
  }

  /** Commits what was gathered, unless a batch is on its way: then what was gathered goes with the next. */
  flush(): void {
    if (this.#inFlight !== undefined || this.#nameless || this.#stopped !== undefined) return;
    const writes = this.#owner.gather();
    if (writes.length === 0 && !this.hasMore) return;
    const asked = this.#asked.takeBatch();
    const batch = this.#batch(asked, writes, this.#claim);
    this.#claim = undefined;
    this.#inFlight = this.#carry(batch, asked).finally(() => {
      this.#inFlight = undefined;
      // Not flushed here: what came of this batch is delivered first, and shares the next one with what follows.
      this.#owner.landed();
    });
  }

  #batch(asked: Asked, writes: readonly RunWrite[], claim: ClaimRequest | undefined): Batch {
    const id = `${this.#prefix}${(++this.#count).toString(36)}`;
    return { id, worker: this.#worker, at: this.#host.now(), ...asked.rows(), writes, claim };
  }

  /** Sees one batch through, whatever happens on the way. Never rejects. */
  async #carry(batch: Batch, asked: Asked): Promise<void> {
    let waitMs = firstRetryMs;
    while (this.#stopped === undefined) {
      try {
        this.#host.point("commit:before", batch.id);
        const result = await this.#store.commit(batch);
        this.#host.point("commit:after", batch.id);
        this.#done(batch, result, asked);
        return;
      } catch (error) {
        const next = await this.#afterFailure(error, batch, asked);
        if (next === "landed") return;
        if (next === "over") {
          if (batch.claim !== undefined) this.#owner.claimLost();
          return;
        }
        await this.#delay(error, waitMs);
        waitMs = Math.min(waitMs * 2, lastRetryMs);
      }
    }
    asked.reject(this.#stopped.error);
  }

  #done(batch: Batch, result: CommitResult, asked: Asked): void {
    this.#failing = false;
    this.#owner.committed(batch, result);
    asked.answer(result);
  }

  async #afterFailure(error: unknown, batch: Batch, asked: Asked): Promise<"again" | "over" | "landed"> {
    const troubled = isFailure(error, "store-full") || (isFailure(error, "store-failed") && !error.facts.refused);
    this.#failing = troubled || isFailure(error, "outcome-unknown");
    if (isFailure(error, "worker-fenced")) {
      this.#asked.putBack(asked);
      this.#nameless = this.#worker === batch.worker;
      this.#owner.fenced(batch.worker);
      return "over";
    }
    // Nothing was applied: a full disk, a lock, a failing one.
    if (troubled) return "again";
    if (isFailure(error, "outcome-unknown")) return this.#askWhetherItLanded(batch, asked);
    if (isFailure(error, "broken-invariant") || isFailure(error, "engine-closed")) {
      asked.reject(error);
      this.#owner.broken(error);
      return "over";
    }
    await this.#split(batch, asked, error);
    return "over";
  }

  async #askWhetherItLanded(batch: Batch, asked: Asked): Promise<"again" | "over" | "landed"> {
    let waitMs = firstRetryMs;
    while (this.#stopped === undefined) {
      try {
        const result = await this.#store.recover(batch);
        if (result === undefined) return "again";
        this.#done(batch, result, asked);
        return "landed";
      } catch (error) {
        await this.#delay(error, waitMs);
        waitMs = Math.min(waitMs * 2, lastRetryMs);
      }
    }
    return "again";
  }

  /** The store refused the batch for what is in it: part by part, so that only the culprit suffers. */
  async #split(batch: Batch, asked: Asked, error: unknown): Promise<void> {
    const parts = batch.starts.length + batch.sends.length + batch.writes.length;
    if (parts <= 1) {
      asked.reject(error);
      for (const write of batch.writes) this.#owner.refused(write, error);
      if (parts === 0) this.#owner.delayed(error, lastRetryMs);
      return;
    }
    for (const one of asked.oneByOne()) await this.#carry(this.#batch(one, [], undefined), one);
    const nothing = new Asked();
    for (const write of batch.writes) await this.#carry(this.#batch(nothing, [write], undefined), nothing);
  }

  #delay(error: unknown, ms: number): Promise<void> {
    if (this.#impatient !== undefined) this.stop(this.#impatient.error);
    if (this.#stopped !== undefined) return Promise.resolve();
    this.#owner.delayed(error, ms);
    return this.#pause.of(ms);
  }
}
