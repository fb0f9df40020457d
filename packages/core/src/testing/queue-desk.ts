/** A commit queue and a store that answers as it is told; what its owner hears is noted. */
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import type {
  Batch,
  ClaimRequest,
  CommitResult,
  RunWrite,
  SendRow,
  StartRow,
  Store,
  WorkerKey,
} from "../store/port.ts";
import { CommitQueue } from "../worker/commit-queue.ts";
import { quiet } from "./virtual-time.ts";

/** For a single run. */
export const claim = { limit: 1, suspects: "any" } as ClaimRequest;
export const unknown = failure("outcome-unknown", { operation: "commit" });
export const full = failure("store-full", { path: "memory:" });
export const busy = failure("store-failed", { operation: "commit", problem: "busy" });
export const refusal = failure("store-failed", { operation: "commit", problem: "too big", refused: true });
export const fenced = failure("worker-fenced", { worker: 1 as WorkerKey });
export const broken = failure("broken-invariant", { what: "a test" });
export const closed = failure("engine-closed", { operation: "a test" });

export function startOf(id: string): StartRow {
  return { id, input: "" } as StartRow;
}

export function sendTo(to: string): SendRow {
  return { to, payload: "" } as SendRow;
}

export function writeOf(run: number): RunWrite {
  return { run, claim: 1 } as unknown as RunWrite;
}

export function resultOf({ starts, sends }: Batch): CommitResult {
  return {
    starts: starts.map((row) => ({ created: true, row }) as never),
    sends: sends.map((row) => ({ sent: true, run: row.to, repeated: false }) as never),
    delivered: [],
    lost: [],
    claimed: [],
    nextDueAt: undefined,
    woke: false,
  };
}

/** In a line: `a b>c 7 claim`. */
export function shown({ starts, sends, writes, claim: wanted }: Batch): string {
  const parts = [
    ...starts.map(({ id }) => id),
    ...sends.map(({ to }) => `>${to}`),
    ...writes.map(({ run }) => `${run}`),
  ];
  return [...parts, ...(wanted === undefined ? [] : ["claim"])].join(" ");
}

export type Answer = (batch: Batch) => CommitResult | undefined | Promise<CommitResult | undefined>;

export function fails(error: unknown): Answer {
  return () => Promise.reject(error);
}

export class QueueDesk {
  readonly host: VirtualHost = virtualHost();
  readonly tried: Batch[] = [];
  readonly said: string[] = [];
  /** What the next calls give; all others succeed. */
  readonly commits: Answer[] = [];
  readonly recovers: Answer[] = [];
  gathered: RunWrite[] = [];
  readonly queue: CommitQueue;

  constructor({ registered = true }: { readonly registered?: boolean } = {}) {
    const { host, said } = this;
    const store: Partial<Store> = {
      commit: async (batch) => {
        this.tried.push(batch);
        return (await (this.commits.shift() ?? resultOf)(batch)) as CommitResult;
      },
      recover: async (batch) => {
        said.push(`asked for ${shown(batch)}`);
        return await (this.recovers.shift() ?? resultOf)(batch);
      },
    };
    const code = (error: unknown): string => (error as { code: string }).code;
    this.queue = new CommitQueue(host, store as Store, {
      gather: () => this.gathered.splice(0),
      committed: (batch) => void said.push(`committed ${shown(batch)}`),
      landed: () => void said.push("landed"),
      refused: ({ run }, error) => void said.push(`refused ${run}: ${code(error)}`),
      claimLost: () => void said.push("claim lost"),
      fenced: (worker) => void said.push(`fenced ${worker}`),
      broken: (error) => void said.push(`broken: ${code(error)}`),
      delayed: (error, ms) => void said.push(`${code(error)}: again in ${ms}`),
    });
    if (registered) this.queue.worker = 1 as WorkerKey;
  }

  /** The ids of what it starts, with what came of it. */
  start(...ids: string[]): string[] {
    const ends: string[] = [];
    for (const id of ids)
      this.queue.start(startOf(id)).then(
        ({ row }) => ends.push(`${id} is ${row?.id}`),
        (error) => ends.push(`${id}: ${error.code}`),
      );
    return ends;
  }

  async flush(): Promise<void> {
    this.queue.flush();
    await quiet(this.host);
  }
}
