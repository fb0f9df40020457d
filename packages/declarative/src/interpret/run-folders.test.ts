import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { memory, nodeHost, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { testFolder } from "../scripts/process/test-run.ts";
import { removeRunFolders, runFolders } from "./left-folders.ts";
import { beginRunFolder, endRunFolder, folderName, runFile } from "./run-folders.ts";

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

test("one that was only begun when its process died goes after a day, whatever is in it after the time of runs", async () => {
  const root = testFolder();
  const at = (name: string) => join(root, folderName(name));
  const hourMs = 60 * 60 * 1_000;
  const now = nodeHost().now();
  const age = (path: string, hours: number) =>
    utimesSync(path, (now - hours * hourMs) / 1_000, (now - hours * hourMs) / 1_000);
  for (const name of ["empty", "half", "used", "young"]) mkdirSync(at(name));
  mkdirSync(join(root, "not-ours"));
  writeFileSync(join(at("half"), `${runFile}.0a1b2c.part`), "{");
  writeFileSync(join(at("used"), runFile), "cut o");
  mkdirSync(join(at("used"), "work"));
  age(join(at("half"), `${runFile}.0a1b2c.part`), 30);
  for (const name of ["work", runFile]) age(join(at("used"), name), 30);
  for (const name of ["empty", "half", "used"]) age(at(name), 30);
  age(join(root, "not-ours"), 30);
  await using engine = await Stepwell.open({ store: memory(), worker: false });
  const remove = async (days: number) =>
    await removeRunFolders(engine, await runFolders(engine, root), { now: now + days * 24 * hourMs, ended: true });
  expect(await remove(0)).toBe(2);
  expect(readdirSync(root).sort()).toEqual(["not-ours", folderName("used"), folderName("young")].sort());
  expect(await remove(92)).toBe(2);
  expect(readdirSync(root)).toEqual(["not-ours"]);
});
