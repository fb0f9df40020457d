/** A connection for as long as its user does not close it: then it, and all that was prepared on it, is given back. */
import type { Connection, Statement } from "../../store/sqlite/driver.ts";
import type { KeptConnection } from "./kept-connection.ts";

type Door = Pick<Connection, keyof Connection>;

export class LentConnection implements Door {
  readonly inlineValueBytes: number;
  /** Undefined once it was closed: whoever goes on with it would write into a later history. */
  #kept: KeptConnection | undefined;
  readonly #giveBack: (kept: KeptConnection) => void;

  /** @param inlineValueBytes default: as usual */
  constructor(kept: KeptConnection, giveBack: (kept: KeptConnection) => void, inlineValueBytes?: number) {
    this.inlineValueBytes = inlineValueBytes ?? kept.connection.inlineValueBytes;
    this.#kept = kept;
    this.#giveBack = giveBack;
  }

  stmt(sql: string): Statement {
    return this.#open.connection.stmt(sql);
  }

  prepare(sql: string): ReturnType<Connection["prepare"]> {
    return this.#open.connection.prepare(sql);
  }

  authorize(decide: Parameters<Connection["authorize"]>[0]): void {
    this.#open.authorize(decide);
  }

  exec(sql: string): void {
    this.#open.exec(sql);
  }

  value(sql: string): ReturnType<Connection["value"]> {
    return this.#open.connection.value(sql);
  }

  get inTransaction(): boolean {
    return this.#open.connection.inTransaction;
  }

  close(): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    this.#kept = undefined;
    kept.left();
    this.#giveBack(kept);
  }

  get #open(): KeptConnection {
    // As node:sqlite refuses it.
    if (this.#kept === undefined) throw new RangeError("the connection is closed");
    return this.#kept;
  }
}
