import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { nodeHost } from "@stepwell/core";
import { expect, test } from "vitest";
import { testFolder } from "../scripts/process/test-run.ts";
import { beginRunFolder, endRunFolder, runFile } from "./run-folders.ts";

/** Begins the folder over and over, as if nobody had looked at it for a day. */
const beginning = `
  import { randomBytes } from "node:crypto";
  const [module, folder] = process.argv.slice(1);
  const { beginRunFolder } = await import(module);
  for (let n = 0; n < 1000; n++) beginRunFolder(folder, "r", { now: () => Infinity, randomBytes });
`;

test("a folder is begun by several processes at once, each of which finds it whole", async () => {
  const folder = join(testFolder(), "run");
  const module = new URL("./run-folders.ts", import.meta.url).href;
  const begin = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", beginning, module, folder]);
  await Promise.all([begin(), begin(), begin()]);
  expect(readdirSync(folder)).toEqual([runFile]);
  expect(JSON.parse(readFileSync(join(folder, runFile), "utf8"))).toEqual({ run: "r" });
});

test("what a process left that was cut off while it began the folder goes with it; what is in use stays", async () => {
  const folder = join(testFolder(), "run");
  beginRunFolder(folder, "r", nodeHost());
  writeFileSync(join(folder, `${runFile}.0a1b2c.part`), "{");
  mkdirSync(join(folder, "work"));
  await endRunFolder(folder);
  expect(readdirSync(folder)).toEqual(["work"]);
  await endRunFolder(join(folder, "work"));
  await endRunFolder(folder);
  await endRunFolder(folder);
  expect(() => readdirSync(folder)).toThrow("ENOENT");
});
