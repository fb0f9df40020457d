import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { makeStoreFolder, storeFile } from "./store-file.ts";

test("file: with a path, or as a whole URL", () => {
  expect(storeFile("file:orders.db")).toBe("orders.db");
  expect(storeFile("file:/var/lib/orders.db")).toBe("/var/lib/orders.db");
  const path = join(import.meta.dirname, "a b.db");
  expect(storeFile(pathToFileURL(path).href)).toBe(path);
});

test("others are no files", () => {
  for (const url of ["memory:", "postgres://h/d", "file:", "orders.db"]) expect(storeFile(url)).toBeUndefined();
});

test("a folder that is made stays out of version control; one that is there is left as it is", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  makeStoreFolder(join(folder, "made/stepwell.db"));
  expect(readFileSync(join(folder, "made/.gitignore"), "utf8")).toBe("*\n");
  mkdirSync(join(folder, "own"));
  makeStoreFolder(join(folder, "own/stepwell.db"));
  expect(existsSync(join(folder, "own/.gitignore"))).toBe(false);
});
