/** For tests: files as a crash leaves them. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newBatch, newStart, startPending } from "../contract/bench.ts";
import { newFile, newFolder, openFile } from "./test-files.ts";

/** The file and a -wal that nobody has moved into it. */
export async function crashedCopy(file: string): Promise<string> {
  await startPending(await openFile(file));
  const crashed = join(newFolder(), "test.db");
  copyFileSync(file, crashed);
  copyFileSync(`${file}-wal`, `${crashed}-wal`);
  return crashed;
}

/** The same of a file with a page that makes no sense. */
export async function brokenByCrash(): Promise<{ crashed: string; bytes: Buffer }> {
  const file = newFile();
  const store = await openFile(file);
  const starts = Array.from({ length: 400 }, () => newStart({ input: JSON.stringify("x".repeat(300)) }));
  await store.commit(newBatch(undefined, { starts }));
  await store.close();
  const crashed = await crashedCopy(file);
  const bytes = readFileSync(crashed);
  const page = Math.floor(bytes.indexOf("x".repeat(300)) / 4096) * 4096;
  bytes.fill(0xff, page, page + 8);
  writeFileSync(crashed, bytes);
  return { crashed, bytes };
}
