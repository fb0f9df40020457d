/** For tests: a folder that goes when the test ends, and stores on files in it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { startPending } from "../contract/bench.ts";
import type { Store, StoreOptions } from "../port.ts";
import { type ProviderParts, sqliteProvider } from "./provider.ts";

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function newFile(): string {
  return join(newFolder(), "test.db");
}

/** A database with a run, closed cleanly. */
export async function newStoreFile(): Promise<string> {
  const file = newFile();
  const store = await openFile(file);
  await startPending(store, { id: "x" });
  await store.close();
  return file;
}

type OpenParts = Partial<Omit<ProviderParts, "file" | "label">> & Pick<StoreOptions, "damaged">;

/** Opens a store that is closed when the test ends. */
export async function openFile(file: string, parts: OpenParts = {}): Promise<Store> {
  const { damaged, ...rest } = parts;
  const provider = sqliteProvider({ file, label: `file:${file}`, busyMs: 60_000, ...rest });
  const store = await provider.open({ host: nodeHost(), namespace: "default", ...(damaged && { damaged }) });
  onTestFinished(() => store.close());
  return store;
}
