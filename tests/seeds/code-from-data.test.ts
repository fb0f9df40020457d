import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { newFolder } from "../crash/processes.ts";

// Backlog 10: imports and installations of whatever the data names.
test("what stands in the store or in an input cannot be imported or executed", async () => {
  const folder = newFolder();
  const [file, marker] = [join(folder, "test.db"), join(folder, "executed")];
  const evil = join(folder, "evil.mjs");
  writeFileSync(evil, `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(marker)}, "");`);
  const flow = workflow("flow", (wf, input: object) => wf.step("s", () => input));
  const input = {
    module: pathToFileURL(evil).href,
    code: `require(${JSON.stringify(evil)})`,
    sql: "'); DROP TABLE runs; --",
    "__proto__ ": 1,
  };
  const client = await Stepwell.open({ store: sqlite(file), worker: false });
  await client.start(flow, input, { id: "'; DROP TABLE runs; --", tags: ["${1+1}"] });
  await client.close();
  const db = new DatabaseSync(file);
  db.prepare("UPDATE runs SET module = ?").run(pathToFileURL(evil).href);
  db.close();
  await using engine = await Stepwell.open({ store: sqlite(file), workflows: [flow] });
  expect(await engine.handle("'; DROP TABLE runs; --").result()).toEqual(input);
  expect((await engine.list({ tag: "${1+1}" })).items).toHaveLength(1);
  expect(existsSync(marker)).toBe(false);
});
