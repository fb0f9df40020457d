import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadText } from "../load/load.ts";
import { ofStages, ran } from "./yaml-run.fixture.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwell-folder-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (where: string) =>
  ofStages(
    `
- { id: link, bash: "mkdir -p own/deep; touch file; ln -s ${folder} out; ln -s own in" }
- { id: s, bash: pwd -P, working-directory: "${where}" }
- { id: js, run: "const cwd = process.cwd();", shell: js, working-directory: "${where}" }
`,
    'params: { up: { type: str, default: ".." } }\n',
  );

test.each([".", "own", "own/deep/../deep", "in/deep"])("scripts work in %s of the workspace", async (where) => {
  const { context } = await ran(at(where));
  expect(context.errors).toEqual([]);
  expect(context.jobs.job?.stages?.js?.outputs.cwd).toBe(String(context.jobs.job?.stages?.s?.outputs.stdout).trim());
});

test("an absolute path is taken as it is", async () => {
  mkdirSync(join(folder, "made"));
  const { context } = await ran(at(`${folder}/made`));
  expect(context.jobs.job?.stages?.s?.outputs.stdout).toBe(`${folder}/made\n`);
});

test.each([
  ["oen", 'would work in "oen": there is no "oen" in ', 'did you mean "own"?'],
  ["own/ddeep/er", 'would work in "own/ddeep/er": there is no "ddeep" in ', 'did you mean "deep"?'],
  ["in/quite-another", 'there is no "quite-another" in ', "of folders there are: deep"],
  ["file", 'no folder is the file "file" in ', "of folders there are: own"],
  [`${folder}/mdae/x`, `there is no "mdae" in ${folder}`, 'did you mean "made"?'],
])("a folder that is not there is not made, but told with what there is: %s", async (where, problem, cure) => {
  mkdirSync(join(folder, "made"), { recursive: true });
  const { context } = await ran(at(where));
  expect(context.errors).toMatchObject([
    { code: "folder-missing", path: "jobs.job.stages.s", message: expect.stringContaining(problem) },
  ]);
  expect(context.errors[0]?.cure).toContain(cure);
  expect(readdirSync(folder)).toEqual(["made"]);
});

test.each(["out", "out/new", "${{ params.up }}", "own/${{ params.up }}/../x"])(
  "%s leads out of the workspace: refused before anything is made there",
  async (where) => {
    rmSync(join(folder, "made"), { recursive: true, force: true });
    const { context } = await ran(at(where));
    expect(context.errors).toMatchObject([{ code: "file-outside", path: "jobs.job.stages.s" }]);
    expect(readdirSync(folder)).toEqual([]);
  },
);

test.each([
  ["{ bash: ls, working-directory: ../x }", "leads out of the workspace"],
  ["{ bash: ls, working-directory: a/../../x }", "leads out of the workspace"],
  ["{ store: 1, file: ../x.json }", "leads out of the workspace"],
  ["{ store: 1, file: /etc/x.json }", "is an absolute path"],
])("%s is refused when it is loaded", async (stage, text) => {
  const { diagnosis } = await refused(ofStages(`\n- ${stage}\n`));
  expect(diagnosis).toContain(text);
});

test("so are defaults, and paths of artifacts", async () => {
  const { diagnosis } = await refused(`
name: flow
defaults: { run: { working-directory: .. } }
jobs: { a: { artifacts: { upload: { name: x, path: ../x }, download: { name: y, path: /y } }, stages: [{ bash: ls }] } }
`);
  expect(diagnosis.match(/leads out of the workspace|is an absolute path/g)).toHaveLength(3);
});

async function refused(text: string): Promise<{ diagnosis: string }> {
  const { problems } = await loadText({ file: "flow.yml", text, format: "yaml" });
  return { diagnosis: problems.map(({ message }) => message).join("\n") };
}
