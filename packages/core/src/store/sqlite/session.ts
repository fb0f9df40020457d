/**
 * One engine's connection: transactions, waiting for locks, and what is known of the runs that it holds.
 *
 * Boundary: knows when a transaction begins, ends and fails; what is in it, the areas (commit, control, …) know.
 * 1. Between BEGIN and COMMIT nothing is awaited: the whole transaction happens in one go of the event loop. The
 *    exception are the transactions of users (interactive): until one is over, everything else waits.
 * 2. A rejection other than outcome-unknown means that the transaction changed nothing.
 * 3. `held` names a run only if nobody but this connection has changed it since it was last seen to be ours:
 *    emptied when PRAGMA data_version has moved and after every rollback; a run leaves it when a change from
 *    here takes it from its worker. (One flag would not do: the batch that sees the version move need not be
 *    the one that writes the run that was taken.)
 * 4. After outcome-unknown the connection is closed; the next use opens another.
 */
import type { Host } from "../../host/port.ts";
import { failure, type StepwellError } from "../../model/errors.ts";
import type { RunKey } from "../port.ts";
import { Counts } from "./counts.ts";
import type { Connection } from "./driver.ts";
import type { Held } from "./held.ts";
import { Link } from "./link.ts";
import type { Place } from "./place.ts";
import { Remembered } from "./remembered.ts";
import type { Bounds, SessionParts } from "./session-parts.ts";
import { asFailure, certainlyNotCommitted, isBusy } from "./sql-error.ts";

export class Session {
  readonly place: Place;
  readonly label: string;
  readonly namespace: string;
  readonly host: Host;
  readonly sameValue: SessionParts["sameValue"];
  readonly held = new Map<RunKey, Held>();
  /** Written with every transaction that changed something of it. */
  readonly counts = new Counts();
  readonly remembered = new Remembered();
  /** The integer key of the namespace; set by the first transaction. */
  namespaceKey = 0;
  /** Called after each transaction; `notable` when it has something for other workers or for who waits for a run. */
  onCommit: (notable: boolean) => void = () => {};
  /** Why nothing may be written any more. */
  damage: StepwellError | undefined;
  /** Called when a transaction notices that another connection has written. */
  onForeign: () => void = () => {};

  readonly #link: Link;
  #notable = false;
  /** The transaction under way, or the last one, has asked something of a run that its own worker executes. */
  woke = false;
  /** Runs that it has made pending, without those that it has taken since. */
  readonly woken = new Set<RunKey>();
  /** Runs that it has ended, or blocked, because of others or because somebody asked for it. */
  readonly ended: RunKey[] = [];

  constructor(parts: SessionParts) {
    this.#link = new Link(parts.place, parts.db);
    this.place = parts.place;
    this.label = parts.label;
    this.namespace = parts.namespace;
    this.host = parts.place.host;
    this.sameValue = parts.sameValue;
  }

  /** Marks the transaction that is under way as one that others want to hear of soon. */
  tellOthers(): void {
    this.#notable = true;
  }

  /**
   * A transaction that may write. It is on disk when this resolves.
   * @throws outcome-unknown when COMMIT failed in a way that leaves it open; see invariant 2 for the rest
   */
  async write<T>(operation: string, body: (db: Connection) => T): Promise<T> {
    return this.#link.whenFree(operation, () => {
      const db = this.#begin(operation);
      const result = this.#attempt(db, operation, () => {
        this.#noticeOthers(db);
        return this.#counted(db, () => body(db));
      });
      this.#commit(db, operation);
      return result;
    });
  }

  /**
   * A transaction in the midst of which a user's code runs. What `body` has not committed when it ends is undone.
   * @throws as write
   */
  async interactive<T>(operation: string, body: (db: Connection, bounds: Bounds) => Promise<T>): Promise<T> {
    const { db, over } = await this.#link.whenFree(operation, () => {
      const begun = this.#begin(operation);
      return { db: begun, over: this.#link.occupy() };
    });
    const engine = <R>(fn: () => R): R => {
      if (!this.#link.has(db)) throw failure("engine-closed", { operation });
      return this.#attempt(db, operation, () => this.#counted(db, fn));
    };
    try {
      engine(() => this.#noticeOthers(db));
      return await body(db, { engine, commit: () => this.#commit(db, operation) });
    } finally {
      if (this.#link.has(db) && db.inTransaction) this.#rollback(db);
      over();
    }
  }

  /** Reads that are each right by themselves. */
  async read<T>(operation: string, body: (db: Connection) => T): Promise<T> {
    return this.#link.whenFree(operation, () => {
      const db = this.#link.use(operation);
      return this.#link.lockOr(operation, () => body(db));
    });
  }

  /** Several reads that must see the same moment. */
  async snapshot<T>(operation: string, body: (db: Connection) => T): Promise<T> {
    return this.read(operation, (db) => {
      db.stmt("BEGIN").run();
      try {
        return body(db);
      } finally {
        if (db.inTransaction) db.stmt("ROLLBACK").run();
      }
    });
  }

  /** A number that moves when another connection has written; undefined when it cannot be read now. */
  version(): number | undefined {
    return this.#link.version();
  }

  get closed(): boolean {
    return this.#link.closed;
  }

  close(): void {
    this.#link.close();
    this.held.clear();
  }

  #begin(operation: string): Connection {
    if (this.damage !== undefined) throw this.damage;
    const db = this.#link.use(operation);
    this.#notable = false;
    this.woke = false;
    this.woken.clear();
    this.ended.length = 0;
    this.#link.lockOr(operation, () => db.stmt("BEGIN IMMEDIATE").run());
    return db;
  }

  /** With what the transaction counts written at its end. */
  #counted<T>(db: Connection, body: () => T): T {
    const done = body();
    this.counts.write(db, this.namespaceKey);
    return done;
  }

  #attempt<T>(db: Connection, operation: string, body: () => T): T {
    try {
      return body();
    } catch (error) {
      this.#rollback(db);
      throw asFailure(error, { path: this.place.path, operation });
    }
  }

  #commit(db: Connection, operation: string): void {
    try {
      db.stmt("COMMIT").run();
    } catch (error) {
      if (certainlyNotCommitted(error)) {
        this.#rollback(db);
        if (isBusy(error)) throw error;
        throw asFailure(error, { path: this.place.path, operation });
      }
      this.#discard();
      throw failure("outcome-unknown", { operation }, error);
    }
    const notable = this.#notable;
    this.#notable = false;
    this.onCommit(notable);
  }

  #rollback(db: Connection): void {
    this.#distrust();
    this.counts.drop();
    try {
      // SQLite has rolled back by itself after some errors.
      if (db.inTransaction) db.stmt("ROLLBACK").run();
    } catch {
      this.#discard();
    }
  }

  #distrust(): void {
    this.held.clear();
    this.remembered.forget();
  }

  #discard(): void {
    this.#distrust();
    this.#link.discard();
  }

  #noticeOthers(db: Connection): void {
    if (!this.#link.moved(db)) return;
    this.#distrust();
    this.onForeign();
  }
}
