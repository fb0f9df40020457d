/**
 * The one connection of a session: who may use it now; opened anew when it had to be given up, gone when the session is
 * closed.
 */
import { failure } from "../../model/errors.ts";
import { whenFree } from "./busy.ts";
import type { Connection } from "./driver.ts";
import { reopen } from "./open.ts";
import type { Place } from "./place.ts";
import { asFailure, isBusy } from "./sql-error.ts";

export class Link {
  readonly place: Place;
  #db: Connection | undefined;
  #closed = false;
  #version = -1;
  /** Resolves when what occupies the connection is over. */
  #occupied: Promise<void> | undefined;

  constructor(place: Place, db: Connection) {
    this.place = place;
    this.#db = db;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** @throws engine-closed; whatever opening throws */
  use(operation: string): Connection {
    if (this.#closed) throw failure("engine-closed", { operation });
    this.#db ??= this.lockOr(operation, () => reopen(this.place));
    return this.#db;
  }

  /** Calls `attempt` when nobody else holds a lock, here or elsewhere. @throws as whenFree (busy.ts) */
  async whenFree<T>(operation: string, attempt: () => T): Promise<T> {
    for (;;) {
      if (this.#occupied !== undefined) await this.#occupied;
      const done = await whenFree(this.place, operation, () =>
        this.#occupied === undefined ? { value: attempt() } : undefined,
      );
      if (done !== undefined) return done.value;
    }
  }

  /** From now on everybody else waits until what is returned is called. */
  occupy(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#occupied = promise;
    return () => {
      this.#occupied = undefined;
      resolve();
    };
  }

  /** False when this connection was given up, or closed. */
  has(db: Connection): boolean {
    return this.#db === db;
  }

  /** Within a transaction: another connection has written since this was asked last. */
  moved(db: Connection): boolean {
    const version = Number(db.value("PRAGMA data_version"));
    const moved = version !== this.#version;
    this.#version = version;
    return moved;
  }

  /** A number that moves when another connection has written; undefined when it cannot be read now. */
  version(): number | undefined {
    if (this.#closed || this.#db === undefined) return undefined;
    try {
      return Number(this.#db.value("PRAGMA data_version"));
    } catch {
      return undefined;
    }
  }

  /** Gives the connection up: the next use opens another. */
  discard(): void {
    const db = this.#db;
    this.#db = undefined;
    this.#version = -1;
    try {
      db?.close();
    } catch {
      // It is given up either way; closing rolls back what it held.
    }
  }

  close(): void {
    this.#closed = true;
    this.#db?.close();
    this.#db = undefined;
  }

  /** Locks pass through for the caller to wait; the rest becomes an error of ours. */
  lockOr<T>(operation: string, attempt: () => T): T {
    try {
      return attempt();
    } catch (error) {
      if (isBusy(error)) throw error;
      throw asFailure(error, { path: this.place.path, operation });
    }
  }
}
