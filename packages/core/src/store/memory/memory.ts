/**
 * `memory()`: the same store on SQLite's in-memory file system.
 *
 * Not a second implementation of the port: two sets of rules would drift apart, and what a test proves on the one
 * would say nothing of the other. The memdb VFS gives several connections of one process one database, with
 * transactions and data_version as on a file; there is no WAL and nothing to sync.
 */

import { randomUUID } from "node:crypto";
import { failure } from "../../model/errors.ts";
import type { StoreProvider } from "../port.ts";
import type { Connection } from "../sqlite/driver.ts";
import { memoryWake, newExchange } from "./memory-wake.ts";

const busyMs = 60_000;

/** A store that lives as long as what this returns, for tests and trials. `name` is only for messages. */
export function memory(name?: string): StoreProvider {
  if (name !== undefined && typeof name !== "string")
    throw failure("invalid-option", { where: "memory()", option: "name", problem: "must be a text" });
  const label = name === undefined ? "memory:" : `memory:${name}`;
  const exchange = newExchange();
  /** Keeps the database while no engine is open. Made by the first one. */
  let anchor: Promise<Anchor> | undefined;
  return {
    label,
    open: async (options) => {
      anchor ??= newDatabase();
      const { host } = options;
      const [{ connect }, { openStore }] = await Promise.all([
        import("../sqlite/open.ts"),
        import("../sqlite/store.ts"),
      ]);
      const { location } = await anchor;
      const place = { host, path: label, location, kind: "memory" as const, busyMs, connect };
      return await openStore({ label, place, options, wake: () => memoryWake(host, exchange) });
    },
  };
}

interface Anchor {
  readonly location: string;
  readonly db: Connection;
}

/** The name is not from a Host: two hosts of one seed must not share a database, and nobody sees it. */
async function newDatabase(): Promise<Anchor> {
  const { connect } = await import("../sqlite/open.ts");
  const location = `file:/stepwell-${randomUUID()}?vfs=memdb`;
  const db = connect({ location, busyMs: 0 });
  // A connection takes hold of the database with its first use.
  db.value("PRAGMA user_version");
  return { location, db };
}
