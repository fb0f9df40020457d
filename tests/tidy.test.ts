/** Style is a test: each rule reads the repository and names file, line and cure of what breaks it. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { bannedWords } from "./tidy/banned-words.ts";
import { cycles } from "./tidy/cycles.ts";
import { deadPaths } from "./tidy/dead-paths.ts";
import exceptions from "./tidy/exceptions.json" with { type: "json" };
import { fileLengths } from "./tidy/file-lengths.ts";
import { fileNames } from "./tidy/file-names.ts";
import { floors } from "./tidy/floors.ts";
import { functions } from "./tidy/functions.ts";
import lengths from "./tidy/lengths.json" with { type: "json" };
import { machineTraces } from "./tidy/machine-traces.ts";
import { type Offence, report } from "./tidy/offence.ts";
import { type Repository, readRepository } from "./tidy/repository.ts";
import { unusedFiles } from "./tidy/unused-files.ts";

const repository = readRepository(join(import.meta.dirname, ".."));

const rules: Readonly<Record<string, (repository: Repository) => Offence[]>> = {
  "imports only go to the floors above": floors,
  "no files import each other in a circle": cycles,
  "no banned words": (all) => bannedWords(all, exceptions),
  "names of files state a job": fileNames,
  "files are short, and long ones only shrink": (all) => fileLengths(all, lengths),
  "functions fit a screen and take few parameters": functions,
  "no file is left over": unusedFiles,
  "paths and links in the documents exist": deadPaths,
  "nothing tells of the machine it was made on": machineTraces,
};

test.each(Object.entries(rules))("%s", (_, rule) => {
  const offences = rule(repository);
  expect(offences.length, `\n${report(offences)}\noffences`).toBe(0);
});

test("the repository was read", () => {
  expect(repository.sources.length).toBeGreaterThan(10);
});
