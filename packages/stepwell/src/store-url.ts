/** Stores by URL, as the command line and configuration name them. */
import { memory, type StoreProvider, sqlite } from "@stepwell/core";
import { maskUrl, storeFile } from "@stepwell/declarative/config";
import { commandFailure } from "./errors.ts";

/** Where runs are kept when nothing is said. */
export const defaultStore = "file:.stepwell/stepwell.db";

const known = ["file:<path>", "memory:"];

/**
 * The store of a URL: `file:orders.db`, `file:///var/lib/orders.db`, `memory:`.
 * @throws unknown-store
 */
export function storeFromUrl(url: string): StoreProvider {
  const path = storeFile(url);
  if (path !== undefined) return sqlite(path);
  if (url === "memory:") return memory();
  throw commandFailure("unknown-store", { url: maskUrl(url), known });
}
