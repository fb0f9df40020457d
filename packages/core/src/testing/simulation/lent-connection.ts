/** A connection for as long as its user does not close it: then it, and all that was prepared on it, is given back. */
import type { Connection, Statement } from "../../store/sqlite/driver.ts";

type Door = Pick<Connection, keyof Connection>;

export class LentConnection implements Door {
  /** Undefined once it was closed: whoever goes on with it would write into a later history. */
  #inner: Connection | undefined;
  readonly #giveBack: (inner: Connection) => void;

  constructor(inner: Connection, giveBack: (inner: Connection) => void) {
    this.#inner = inner;
    this.#giveBack = giveBack;
  }

  stmt(sql: string): Statement {
    return this.#open.stmt(sql);
  }

  prepare(sql: string): ReturnType<Connection["prepare"]> {
    return this.#open.prepare(sql);
  }

  authorize(decide: Parameters<Connection["authorize"]>[0]): void {
    this.#open.authorize(decide);
  }

  exec(sql: string): void {
    this.#open.exec(sql);
  }

  value(sql: string): ReturnType<Connection["value"]> {
    return this.#open.value(sql);
  }

  get inTransaction(): boolean {
    return this.#open.inTransaction;
  }

  close(): void {
    const inner = this.#inner;
    if (inner === undefined) return;
    this.#inner = undefined;
    if (inner.inTransaction) inner.exec("ROLLBACK");
    this.#giveBack(inner);
  }

  get #open(): Connection {
    // As node:sqlite refuses it.
    if (this.#inner === undefined) throw new RangeError("the connection is closed");
    return this.#inner;
  }
}
