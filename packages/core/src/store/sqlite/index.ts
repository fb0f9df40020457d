/** `sqlite(path)`: the store on one SQLite file. */

import { resolve } from "node:path";
import { failure } from "../../model/errors.ts";
import { readOptions } from "../../model/read-options.ts";
import type { StoreProvider } from "../port.ts";
import { sqliteProvider } from "./provider.ts";

/** How the SQLite store behaves where its defaults do not fit. */
export interface SqliteOptions {
  /** How long a write waits for another process that holds the lock, ms. Default 60,000. */
  readonly busyMs?: number;
}

const defaultBusyMs = 60_000;

/**
 * A store on a SQLite file, which is made if it does not exist (its folder must). Several processes may use it.
 * @example Stepwell.open({ store: sqlite("orders.db"), workflows: [checkout] })
 * @throws invalid-option; when it is opened: store-unreadable, store-read-only, store-too-new, store-damaged
 */
export function sqlite(path: string, options: SqliteOptions = {}): StoreProvider {
  if (
    typeof path !== "string" ||
    path === "" ||
    path.includes("\0") ||
    path.startsWith(":") ||
    path.startsWith("file:")
  ) {
    throw failure("invalid-option", { where: "sqlite()", option: "path", problem: "is not the path of a file" });
  }
  const { busyMs = defaultBusyMs } = readOptions(options, ["busyMs"], { where: "sqlite()" });
  if (!Number.isSafeInteger(busyMs) || busyMs < 0)
    throw failure("invalid-option", {
      where: "sqlite()",
      option: "busyMs",
      problem: "must be whole milliseconds from 0",
    });
  return sqliteProvider({ file: resolve(path), label: `file:${path}`, busyMs });
}
