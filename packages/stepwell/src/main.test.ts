import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bin = fileURLToPath(new URL("../bin/stepwell.js", import.meta.url));

test("in a folder that was removed meanwhile it says so", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-gone-"));
  const script = 'rmdir "$1"; exec "$2" "$3" runs';
  const { status, stderr } = spawnSync("/bin/sh", ["-c", script, "sh", folder, process.execPath, bin], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(stderr).toContain("the working folder is not there any more");
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(2);
});
