/** `npm start`, where an earlier version of the repository has left its store. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const directory = mkdtempSync(join(tmpdir(), "flights-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a store that it cannot use is named, with the cure", () => {
  writeFileSync(join(directory, "runs.db"), "of another time");
  const script = join(import.meta.dirname, "../../examples/flights/start.ts");
  const { status, stderr } = spawnSync(process.execPath, [script, directory], { encoding: "utf8" });
  expect(stderr).toContain("runs.db cannot be used as a store");
  expect(stderr).toContain("and npm start begins anew");
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(7);
});
