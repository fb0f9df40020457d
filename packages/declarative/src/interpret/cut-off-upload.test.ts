import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { removeRunFolders, runFolders } from "./left-folders.ts";
import { opened } from "./opened.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-cut-off-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cutOff = Promise.withResolvers<void>();

/** It gets as far as the first half of the first file. */
vi.mock(import("./artifact-files.ts"), async (original) => ({
  ...(await original()),
  copyFiles: async (files, { place }) => {
    const to = place(files[0]?.path ?? "");
    await mkdir(dirname(to), { recursive: true });
    writeFileSync(to, "ha");
    cutOff.resolve();
    await new Promise(() => {});
  },
}));

test("what an upload has left that was cut off goes with its run", async () => {
  const artifacts = join(folder, "artifacts");
  const flow = "name: flow\njobs: { make: { artifacts: { upload: out }, stages: [{ bash: echo half > out }] } }\n";
  const it = await opened(flow, { artifacts });
  const run = await it.start({}, "r");
  await cutOff.promise;
  const left = readdirSync(artifacts, { recursive: true }).map(String);
  expect(left.filter((file) => file.endsWith(".part"))).toHaveLength(1);
  const found = await runFolders(it.engine, artifacts);
  expect(found).toMatchObject([{ run: "r" }]);
  await run.kill();
  await (await it.start({}, "newest")).kill();
  await it.engine.gc({ olderThan: 0 });
  expect(await removeRunFolders(it.engine, found, { now: Date.now(), ended: false })).toBe(1);
  expect(readdirSync(artifacts).filter((name) => name.startsWith("r-"))).toEqual([]);
  await it.engine.close({ graceMs: 0 });
});
