/** What is asked of a worker from outside of any run: to start runs, to send messages, to take certain runs. */
import type { Host } from "../host/port.ts";
import { failure } from "../model/errors.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { SendOutcome, SendRow, StartOutcome, StartRow } from "../store/port.ts";
import type { Claiming } from "./claiming.ts";
import type { CommitQueue } from "./commit-queue.ts";

export interface RequestsParts {
  readonly host: Host;
  readonly queue: CommitQueue;
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  /** The worker takes only runs that were started or named here. */
  readonly ownRunsOnly: boolean;
  readonly claiming: () => Claiming;
  /** Something is to be committed. */
  poke(): void;
}

export class Requests {
  /** Runs that are being started to be executed here at once. */
  promised = 0;
  /** The only runs that are taken, by id; undefined for any. */
  readonly own: Set<string> | undefined;
  readonly #parts: RequestsParts;
  #closed = false;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
    this.own = parts.ownRunsOnly ? new Set() : undefined;
  }

  /** Nothing more is accepted. */
  close(): void {
    this.#closed = true;
  }

  /** Starts a run; resolves when its row is on disk. */
  start(row: Omit<StartRow, "claimNow">): Promise<StartOutcome> {
    if (this.#closed) return Promise.reject(failure("engine-closed", { operation: "start" }));
    const { host, queue, workflows, poke } = this.#parts;
    const claiming = this.#parts.claiming();
    this.adopt(row.id);
    const known = workflows.has(row.workflow);
    const claimNow = known && row.availableAt <= host.now() && claiming.takesAtOnce(row.queue);
    const outcome = queue.start({ ...row, claimNow });
    poke();
    if (!claimNow) return outcome;
    this.promised++;
    return outcome.finally(() => {
      this.promised--;
      claiming.freed();
    });
  }

  /** Sends a message to a run; resolves when it is on disk, and known to the run if that executes here. */
  send(row: SendRow): Promise<SendOutcome> {
    if (this.#closed) return Promise.reject(failure("engine-closed", { operation: "signal" }));
    const outcome = this.#parts.queue.send(row);
    // The run may wait: then the same batch wakes it and takes it.
    this.#parts.claiming().look();
    this.#parts.poke();
    return outcome;
  }

  /** The run is this worker's to execute, if it takes only its own. */
  adopt(id: string): void {
    this.own?.add(id);
  }
}
