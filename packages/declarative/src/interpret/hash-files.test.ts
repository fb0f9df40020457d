import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { ofStages, ran } from "../stages/yaml-run.fixture.ts";

const sha = (text: string | Buffer) => createHash("sha256").update(text).digest();
const hashOf = (...contents: string[]) => sha(Buffer.concat(contents.map(sha))).toString("hex");

test("one hash of what the patterns name, as it was when the stage began, in the journal", async () => {
  const { context, ops } = await ran(
    ofStages(
      `
- id: make
  bash: "mkdir -p src/deep; printf a > src/a.txt; printf b > src/deep/b.txt; printf c > c.txt; ln -s c.txt l.txt"
- id: all
  bash: printf '%s' "\${{ hashFiles('**/*.txt', '!c.txt') }}"
- id: one
  echo: "\${{ hashFiles(params.file) }}"
- id: none
  echo: "<\${{ hashFiles('*.md') }}>"
- id: asked
  if: hashFiles('c.txt') != '' && hashFiles('l.txt') == ''
  echo: links are no files
- id: skipped
  if: hashFiles('*.md') != ''
  echo: never
`,
      "params: { file: { type: str, default: c.txt } }\n",
    ),
  );
  expect(context.errors).toEqual([]);
  const { all, one, none, asked, skipped } = context.jobs.job?.stages ?? {};
  expect(all?.outputs.stdout).toBe(hashOf("a", "b"));
  expect(one?.outputs.message).toBe(hashOf("c"));
  expect(none?.outputs.message).toBe("<>");
  expect([asked?.status, skipped?.status]).toEqual(["SUCCESS", "SKIP"]);
  expect(ops.filter((op) => op.includes("hashFiles of all"))).toHaveLength(1);
});

test("a stage that is not executed asks for none; one that cannot know its patterns before says so", async () => {
  const { context, ops } = await ran(
    ofStages(`
- { id: fails, bash: "exit 1" }
- { id: after, bash: "echo \${{ hashFiles('x') }}" }
- { id: late, if: always(), bash: "echo x", outputs: { x: "\${{ hashFiles(stages.late.outputs.stdout) }}" } }
`),
  );
  expect(ops.filter((op) => op.includes("hashFiles of after"))).toEqual([]);
  expect(context.jobs.job?.stages?.late?.errors).toMatchObject([
    { message: expect.stringContaining("its patterns are known too late") },
  ]);
});
