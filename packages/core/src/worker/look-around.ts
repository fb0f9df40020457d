/**
 * What others have asked of a worker's runs, and runs to take: looked for whenever somebody has written.
 *
 * A look that fails is made again, since perhaps nobody writes any more; and a request is removed only once it was
 * heard, so that it is never lost on the way. To hear it twice does no harm. What is asked of a run that a batch on its
 * way may bring is heard again when that has come back.
 */
import type { Timer } from "../host/port.ts";
import { isFailure } from "../model/errors.ts";
import type { Notice, WorkerKey } from "../store/port.ts";
import type { Claiming } from "./claiming.ts";
import type { CommitQueue } from "./commit-queue.ts";
import type { Intake } from "./intake.ts";
import type { Lease } from "./lease.ts";
import type { WorkerOptions } from "./worker-options.ts";

export interface LookAroundParts {
  readonly options: Pick<WorkerOptions, "host" | "store" | "events">;
  /**
   * Nobody may look. While it registers a worker may not claim yet: the store may take its time over that, and others
   * write meanwhile.
   */
  absent(): boolean;
  readonly lease: Pick<Lease, "worker" | "lookForOthers">;
  readonly intake: Pick<Intake, "noticed">;
  readonly claiming: Pick<Claiming, "peek">;
  readonly queue: Pick<CommitQueue, "busy">;
}

const againMs = { first: 1_000, most: 30_000 } as const;

export class LookAround {
  readonly #parts: LookAroundParts;
  #again: Timer | undefined;
  /** How long to wait after the next failure, ms. */
  #waitMs: number = againMs.first;
  #stopped = false;
  /** Asked of runs that were not here, while a batch was on its way. */
  #early: Notice[] = [];

  constructor(parts: LookAroundParts) {
    this.#parts = parts;
  }

  /** A batch has come back: it may have brought the runs of which something was asked meanwhile. Never rejects. */
  async hearAgain(): Promise<void> {
    const notices = this.#early.splice(0);
    for (const notice of notices) {
      const outcome = await tried(() => this.#tell(notice));
      if (outcome === undefined) continue;
      if (!lasts(outcome.error)) this.#early.push(notice);
      this.#failed(outcome.error);
    }
  }

  /** Never rejects. */
  async look(): Promise<void> {
    const { lease, claiming } = this.#parts;
    const { worker } = lease;
    if (this.#stopped || worker === undefined || this.#parts.absent()) return;
    const others = await tried(() => lease.lookForOthers());
    if (this.#early.length > 0 && !this.#parts.queue.busy) await this.hearAgain();
    const requests = await tried(() => this.#hear(worker));
    // Only a look: a claim that finds nothing is a commit all the same, which others would hear of.
    const runs = await tried(() => claiming.peek());
    const failed = others ?? requests ?? runs;
    if (failed === undefined) this.#waitMs = againMs.first;
    else this.#failed(failed.error);
  }

  stop(): void {
    this.#stopped = true;
    this.#again?.cancel();
  }

  async #hear(worker: WorkerKey): Promise<void> {
    const { store, events } = this.#parts.options;
    const notices = await store.notices(worker);
    let heard: Notice | undefined;
    let failed: { readonly error: unknown } | undefined;
    for (const notice of notices) {
      const outcome = await tried(() => this.#tell(notice));
      if (outcome !== undefined && lasts(outcome.error))
        events.notice("a run could not be told of a request", outcome.error);
      else failed ??= outcome;
      if (failed === undefined) heard = notice;
    }
    if (heard !== undefined) await store.dropNotices(worker, heard.position);
    if (failed !== undefined) throw failed.error;
  }

  async #tell(notice: Notice): Promise<void> {
    const { intake, queue } = this.#parts;
    if (!(await intake.noticed(notice)) && queue.busy) this.#early.push(notice);
  }

  #failed(error: unknown): void {
    if (this.#stopped || this.#parts.absent()) return;
    const { host, events } = this.#parts.options;
    events.notice("looking for requests failed; it is tried again", error);
    this.#again?.cancel();
    // Upkeep: the process may be cut off from its store for good, and days that are skipped are not filled with looks.
    this.#again = host.timer(this.#waitMs, () => void this.look(), { upkeep: true });
    this.#waitMs = Math.min(2 * this.#waitMs, againMs.most);
  }
}

const unreadable = ["store-damaged", "damaged-value", "key-missing"] as const;

/** To try again would not help: what is on disk cannot be read. */
function lasts(error: unknown): boolean {
  return unreadable.some((code) => isFailure(error, code));
}

async function tried(what: () => Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await what();
    return undefined;
  } catch (error) {
    return { error };
  }
}
