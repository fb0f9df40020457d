/** For tests: a folder that goes when the test ends, and stores on files in it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { nodeHost } from "../../host/node.ts";
import { startPending } from "../contract/bench.ts";
import type { Store } from "../port.ts";
import type { Connect } from "./open.ts";
import { sqliteProvider } from "./provider.ts";

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

/** Opens a store that is closed when the test ends. */
export async function openFile(file: string, parts: { connect?: Connect; busyMs?: number } = {}): Promise<Store> {
  const provider = sqliteProvider({ file, label: `file:${file}`, busyMs: 60_000, ...parts });
  const store = await provider.open({ host: nodeHost(), namespace: "default" });
  onTestFinished(() => store.close());
  return store;
}
