import { readdirSync } from "node:fs";
import { join } from "node:path";
import { memory, Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { newFolder } from "../crash/processes.ts";

// Backlog 7: the engine is tied to particular database paths.
test("an engine cannot touch any path but the one that it was given", async () => {
  const flow = workflow("flow", (wf) => wf.step("s", () => 1));
  const [folder, elsewhere] = [newFolder(), newFolder()];
  const here = process.cwd();
  const before = readdirSync(here).toSorted();
  process.chdir(elsewhere);
  try {
    for (const store of [sqlite(join(folder, "a ä #1?.db")), sqlite("relative.db"), memory()]) {
      await using engine = await Stepwell.open({ store, workflows: [flow] });
      expect(await engine.execute(flow)).toBe(1);
    }
  } finally {
    process.chdir(here);
  }
  expect(readdirSync(folder)).toEqual(["a ä #1?.db"]);
  expect(readdirSync(elsewhere)).toEqual(["relative.db"]);
  expect(readdirSync(here).toSorted()).toEqual(before);
});
