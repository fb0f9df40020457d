import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import type { RunHandle } from "@stepwell/core";
import { afterAll, expect, test } from "vitest";
import { ran } from "../stages/yaml-run.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-artifacts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let n = 0;
const options = () => ({ artifacts: join(folder, String(n++)) });

const errorsOf = async (text: string, more: object = {}) =>
  (await ran(text, {}, { ...options(), ...more })).context.errors;

test("files go from a job to those that need it, through others too, and come to where they were", async () => {
  const { context, ops } = await ran(
    `
name: flow
jobs:
  make:
    artifacts: { upload: [{ name: report, path: "out/**/*.csv" }, log.txt] }
    stages:
      - bash: "mkdir -p out/deep; echo a > out/a.csv; echo b > out/deep/b.csv; echo c > out/c.txt; echo l > log.txt; chmod +x log.txt"
  between: { needs: make, stages: [{ echo: hi }] }
  use:
    needs: between
    artifacts: { download: [report, { name: log.txt, path: logs }] }
    stages:
      - { id: find, bash: "find . -type f | sort; test -x logs/log.txt" }
`,
    {},
    options(),
  );
  expect(context.errors).toEqual([]);
  expect(context.jobs.use?.stages?.find?.outputs.stdout).toBe("./logs/log.txt\n./out/a.csv\n./out/deep/b.csv\n");
  expect(context.jobs.make?.artifacts).toMatchObject([
    { name: "report", from: "make", files: 2, bytes: 4 },
    { name: "log.txt", files: 1 },
  ]);
  expect(ops).toEqual(expect.arrayContaining(["make/upload report", "make/upload log.txt", "use/download report"]));
});

test("of a matrix, a download has the files of all legs; two that are the same are refused", async () => {
  const flow = (file: string) => `
name: flow
jobs:
  make:
    strategy: { matrix: { part: [a, b] } }
    artifacts: { upload: { name: parts, path: "*.txt" } }
    stages: [{ bash: "echo \${{ matrix.part }} > ${file}" }]
  use: { needs: make, artifacts: { download: parts }, stages: [{ bash: "cat *.txt" }] }
`;
  const { context } = await ran(flow("${{ matrix.part }}.txt"), {}, options());
  expect(context.jobs.use?.stages?.bash?.outputs.stdout).toBe("a\nb\n");
  expect(await errorsOf(flow("same.txt"))).toMatchObject([
    { code: "artifact-refused", message: expect.stringContaining("same.txt is in that of make part=a and in") },
  ]);
});

test("each attempt keeps its own, and only what a job that succeeded has uploaded is there", async () => {
  const artifacts = options();
  const { context } = await ran(
    `
name: flow
jobs:
  make:
    retry: { max-attempts: 2, initial: 1ms }
    artifacts: { upload: out }
    stages: [{ bash: "echo x > out; test -e ${folder}/second || { touch ${folder}/second; exit 1; }" }]
  use: { needs: make, artifacts: { download: out }, stages: [{ bash: "cat out" }] }
`,
    {},
    artifacts,
  );
  expect(context.status).toBe("SUCCESS");
  const [ofRun = ""] = readdirSync(artifacts.artifacts);
  expect(
    readdirSync(join(artifacts.artifacts, ofRun), { recursive: true }).filter((file) => /\/out$/.test(String(file))),
  ).toHaveLength(1);
});

const uploads = (bash: string, path: string) =>
  `name: flow\njobs: { make: { artifacts: { upload: { name: it, path: "${path}" } }, stages: [{ bash: "${bash}" }] } }\n`;

test.each([
  ["ln -s /etc/passwd out", "out", "artifact-refused", "out is a link"],
  ["mkdir out; ln -s /etc/passwd out/x", "out", "artifact-refused", "out/x is a link"],
  ["ln -s /etc dir", "dir/passwd", "artifact-refused", "dir is a link"],
  ["mkfifo out", "out", "artifact-refused", "out is no plain file"],
  ["true", "${{ '../x' }}", "artifact-refused", "leads out of the workspace"],
  ["true", "a/${{ '..' }}/../x", "artifact-refused", "leads out of the workspace"],
  ["true", "${{ '/etc/passwd' }}", "artifact-refused", "leads out of the workspace"],
  ["touch other", "out/*.csv", "artifact-empty", "nothing is at out/*.csv"],
  ["head -c 2000 /dev/zero > out", "out", "artifact-refused", "larger than 1000 bytes"],
])("%s, upload %s: %s", async (bash, path, code, text) => {
  const errors = await errorsOf(uploads(bash, path), { artifactBytes: 1_000 });
  expect(errors).toMatchObject([{ code, message: expect.stringContaining(text) }]);
});

test("a download does not lead out of the workspace, whatever its name or path", async () => {
  const flow = (download: string) => `
name: flow
jobs:
  make: { artifacts: { upload: { name: it, path: f } }, stages: [{ bash: "touch f" }] }
  use: { needs: make, artifacts: { download: ${download} }, stages: [{ bash: "ls" }] }
`;
  expect(await errorsOf(flow("{ name: it, path: \"${{ '../..' }}\" }"))).toMatchObject([
    { code: "file-outside", message: expect.stringMatching(/^job "use" would reach/) },
  ]);
});

test("a job has what those that it needs have uploaded, and nothing else", async () => {
  const errors = await errorsOf(`
name: flow
jobs:
  make: { artifacts: { upload: f }, stages: [{ bash: "touch f" }] }
  use: { needs: other, artifacts: { download: "\${{ needs.other.outputs.message }}" }, stages: [{ bash: "ls" }] }
  other: { stages: [{ echo: f }] }
`);
  expect(errors).toMatchObject([{ code: "artifact-unknown", message: expect.stringContaining('"f"') }]);
});

test("one that was removed is said to be gone, with its place", async () => {
  const artifacts = options();
  const { context } = await ran(
    `
name: flow
jobs:
  make: { artifacts: { upload: f }, stages: [{ bash: "touch f" }] }
  wipe: { needs: make, stages: [{ bash: "rm -r ${artifacts.artifacts}" }] }
  use: { needs: wipe, artifacts: { download: f }, stages: [{ bash: "ls" }] }
`,
    {},
    artifacts,
  );
  expect(context.errors).toMatchObject([{ code: "artifact-gone", message: expect.stringContaining(folder) }]);
  expect(existsSync(artifacts.artifacts)).toBe(false);
});

test("a path may be a secret: it is used as it is, and nothing shows it", async () => {
  const secret = "hunter2-key";
  const run = async (upload: string) => {
    let kept = "";
    const meanwhile = async (handle: RunHandle) => {
      await handle.result().catch(() => {});
      kept = inspect([await handle.journal(), await handle.logs(), await handle.status()], { depth: 20 });
    };
    const { context } = await ran(
      `
name: flow
jobs:
  make:
    artifacts: { upload: { name: it, path: "${upload}" } }
    stages:
      - bash: |
          mkdir out
          echo a > "out/\${{ secrets.KEY }}.txt"
          ln -s x "out/\${{ secrets.KEY | upper }}"
  use:
    needs: make
    artifacts: { download: { name: it, path: "in/\${{ secrets.KEY }}" } }
    stages: [{ id: count, bash: "cat in/*/out/*.txt" }]
`,
      {},
      { ...options(), secrets: new Map([["KEY", secret]]), meanwhile },
    );
    for (const shown of [kept, inspect(context, { depth: 20 })]) expect(shown.toLowerCase()).not.toContain(secret);
    return context;
  };
  const done = await run("out/${{ secrets.KEY }}.txt");
  expect(done.errors).toEqual([]);
  expect(done.jobs.use?.stages?.count?.outputs.stdout).toBe("a\n");
  const { errors: empty } = await run("out/${{ secrets.KEY }}/none");
  expect(empty).toMatchObject([{ code: "artifact-empty", message: expect.stringContaining("out/***/none") }]);
  const { errors: link } = await run("out/${{ secrets.KEY | upper }}");
  expect(link).toMatchObject([{ code: "artifact-refused", message: expect.stringContaining("*** is a link") }]);
});
