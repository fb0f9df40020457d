import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
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

/** A device on which nothing has room. */
const full = "/dev/full";

test.skipIf(!existsSync(full))(
  "what cannot be written is told, and is no success; a reader who has left is one",
  () => {
    const shell = (script: string) =>
      spawnSync("/bin/sh", ["-c", script, "sh", process.execPath, bin], { cwd: tmpdir(), encoding: "utf8" });
    const unwritten = shell(`"$1" "$2" schema > ${full}`);
    expect(unwritten.stderr).toContain("standard output cannot be written: ENOSPC");
    expect(unwritten.stderr).toContain("output-not-writable");
    expect(unwritten.status).toBe(2);
    const left = shell('{ "$1" "$2" schema; echo "code $?" >&2; } | head -c 1');
    expect([left.stdout, left.stderr]).toEqual(["{", "code 0\n"]);
  },
);
