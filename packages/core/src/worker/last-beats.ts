/** For how long no other heartbeat of a worker was seen: measured while looking, by the own monotonic clock alone. */
import type { WorkerKey, WorkerRow } from "../store/port.ts";

export class LastBeats {
  #seen: ReadonlyMap<WorkerKey, { readonly beatAt: number; readonly since: number }> = new Map();

  /** @param workers as they have just been read; others are forgotten @param now monotonic, ms */
  see(workers: readonly WorkerRow[], now: number): void {
    this.#seen = new Map(
      workers.map(({ key, beatAt }) => {
        const seen = this.#seen.get(key);
        return [key, seen?.beatAt === beatAt ? seen : { beatAt, since: now }];
      }),
    );
  }

  /** 0 where this heartbeat was not seen before. */
  silentMs({ key, beatAt }: WorkerRow, now: number): number {
    const seen = this.#seen.get(key);
    return seen?.beatAt === beatAt ? now - seen.since : 0;
  }
}
