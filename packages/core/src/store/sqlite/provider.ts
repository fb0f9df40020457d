/** A provider of stores on one file; what `sqlite()` is made of, with the connection open to tests. */
import { existsSync, rmSync } from "node:fs";
import type { StoreProvider } from "../port.ts";
import type { Connect, Place } from "./place.ts";
import { sidecarWake } from "./wake.ts";

export interface ProviderParts {
  /** Absolute. */
  readonly file: string;
  readonly label: string;
  readonly busyMs: number;
  /** Tests count, fail or restrict here. Default: a plain connection. */
  readonly connect?: Connect;
  /** Tests make it small. Default: limits.checkAtOnceBytes. */
  readonly checkAtOnceBytes?: number;
}

export function sqliteProvider(parts: ProviderParts): StoreProvider {
  const { file, label, busyMs, connect: given, ...rest } = parts;
  const sidecar = `${file}-wake`;
  return {
    label,
    open: async (options) => {
      // Most who import this file open nothing: the threads that execute tasks.
      const [{ connect }, { openStore }] = await Promise.all([import("./open.ts"), import("./store.ts")]);
      const { host } = options;
      const location = file;
      const place: Place = { ...rest, host, path: file, location, kind: "file", busyMs, connect: given ?? connect };
      return await openStore({
        label,
        place,
        options,
        wake: (session) => sidecarWake({ host, sidecar, version: () => session.version() }),
        onClosed: () => {
          // SQLite removes the -wal with the last connection; then nobody listens to the sidecar either.
          if (!existsSync(`${file}-wal`)) rmSync(sidecar, { force: true });
        },
      });
    },
  };
}
