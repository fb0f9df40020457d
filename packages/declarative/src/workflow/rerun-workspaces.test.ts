import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, Stepwell } from "@stepwell/core";
import { expect, test } from "vitest";
import { confFolder } from "./conf-folder.fixture.ts";
import { Workflow } from "./workflow.ts";

const flow = `
flow:
  params: { folder: str }
  jobs:
    work:
      stages:
        - { id: first, bash: 'echo first >> "\${{ params.folder }}/notes"; echo kept > here' }
        - { id: second, bash: 'echo second >> "\${{ params.folder }}/notes"; cat here' }
    legs:
      strategy: { matrix: { n: [1, 2] }, fail-fast: false }
      stages:
        - { id: l, bash: 'echo leg\${{ matrix.n }} >> "\${{ params.folder }}/notes"; echo leg > here' }
        - { id: m, bash: 'cat here; test \${{ matrix.n }} = 1 || test ! -e "\${{ params.folder }}/broken"' }
`;

async function brokenTwice() {
  const { path: folder, from } = confFolder({ "flow.yml": flow });
  const engine = await Stepwell.open({ store: memory(), worker: {} });
  const workflow = await Workflow.fromConf("flow", { ...from, engine });
  const notes = (): string[] => {
    const file = join(folder, "notes");
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").sort() : [];
    rmSync(file, { force: true });
    return lines;
  };
  writeFileSync(join(folder, "broken"), "");
  expect((await workflow.execute({ folder }, { runId: "r" })).status).toBe("FAILED");
  expect(notes()).toEqual(["first", "leg1", "leg2", "second"]);
  expect((await workflow.rerun({ run: "r" })).status).toBe("FAILED");
  expect(notes()).toEqual(["leg2"]);
  rmSync(join(folder, "broken"));
  const folders = () => readdirSync(join(folder, ".stepwell", "workspaces"), { recursive: true }).map(String);
  const ofWork = () => folders().filter((path) => /\/work-[^/.]+$/.test(path));
  expect(ofWork()).toHaveLength(1);
  return { workflow, notes, ofWork, [Symbol.asyncDispose]: () => engine.close() };
}

test.each([
  ["work/second", ["leg2", "second"]],
  ["legs[n=1]/m", ["leg2"]],
])("from %s, which the run before has kept, goes on in the workspace of the one that did it", async (from, noted) => {
  await using world = await brokenTwice();
  const result = await world.workflow.rerun({ run: "r" }, { from });
  expect(result.errors).toEqual([]);
  expect(result).toMatchObject({ status: "SUCCESS", generation: 3 });
  expect(world.notes()).toEqual(noted);
  // Now that it has succeeded, it is removed.
  expect(world.ofWork()).toEqual([]);
});

test("from a stage whose workspace is gone begins at the first one, also where files are downloaded into it", async () => {
  const { path: folder, from } = confFolder({
    "flow.yml": `
flow:
  params: { folder: str }
  jobs:
    make: { artifacts: { upload: { name: made, path: made } }, stages: [{ bash: echo made > made }] }
    use:
      needs: make
      artifacts: { download: made }
      stages:
        - { id: first, bash: 'echo first >> "\${{ params.folder }}/notes"; echo kept > here' }
        - { id: second, bash: 'cat here made' }
`,
  });
  await using engine = await Stepwell.open({ store: memory(), worker: {} });
  const workflow = await Workflow.fromConf("flow", { ...from, engine });
  expect((await workflow.execute({ folder }, { runId: "r" })).status).toBe("SUCCESS");
  const result = await workflow.rerun({ run: "r" }, { from: "use/second" });
  expect(result.errors).toEqual([]);
  expect(result.outputs.use).toMatchObject({ stdout: "kept\nmade\n" });
  expect(readFileSync(join(folder, "notes"), "utf8")).toBe("first\nfirst\n");
});
