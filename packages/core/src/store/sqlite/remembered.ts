/** What a connection need not read again as long as nobody else has written; and what its transaction has made due. */

export class Remembered {
  /** A worker that was found alive by a transaction of this connection. */
  trusted: number | undefined;
  /** Names of the queues that are paused; undefined when they have to be read. */
  pausedQueues: ReadonlySet<string> | undefined;
  #dueAt: number | undefined;

  /** The transaction that is under way has made runs ready, or due at a later time. */
  due(at: number): void {
    this.#dueAt = Math.min(this.#dueAt ?? Infinity, at);
  }

  /** When the first of these is to be claimed; asked once per transaction. */
  takeDue(): number | undefined {
    const dueAt = this.#dueAt;
    this.#dueAt = undefined;
    return dueAt;
  }

  /** Others have written, or what was written here was taken back. */
  forget(): void {
    this.trusted = undefined;
    this.pausedQueues = undefined;
    this.#dueAt = undefined;
  }
}
