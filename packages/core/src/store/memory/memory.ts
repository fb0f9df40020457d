/**
 * `memory()`: the same store on SQLite's in-memory file system.
 *
 * Not a second implementation of the port: two sets of rules would drift apart, and what a test proves on the one
 * would say nothing of the other. The memdb VFS gives several connections of one process one database, with
 * transactions and data_version as on a file; there is no WAL and nothing to sync.
 */
import { randomUUID } from "node:crypto";
import type { StoreProvider } from "../port.ts";
import type { Connection } from "../sqlite/driver.ts";
import { connect } from "../sqlite/open.ts";
import { openStore } from "../sqlite/store.ts";
import { memoryWake, newExchange } from "./memory-wake.ts";

const busyMs = 60_000;

/** A store that lives as long as what this returns, for tests and trials. `name` is only for messages. */
export function memory(name?: string): StoreProvider {
  const label = name === undefined ? "memory:" : `memory:${name}`;
  const exchange = newExchange();
  /** Keeps the database while no engine is open. */
  const anchor = newDatabase();
  return {
    label,
    open: (options) => {
      const { host } = options;
      const place = { host, path: label, location: anchor.location, kind: "memory" as const, busyMs, connect };
      return openStore({ label, place, options, wake: () => memoryWake(host, exchange) });
    },
  };
}

interface Anchor {
  readonly location: string;
  readonly db: Connection;
}

/** The name is not from a Host: two hosts of one seed must not share a database, and nobody sees it. */
function newDatabase(): Anchor {
  const location = `file:/stepwell-${randomUUID()}?vfs=memdb`;
  const db = connect({ location, busyMs: 0 });
  // A connection takes hold of the database with its first use.
  db.value("PRAGMA user_version");
  return { location, db };
}
