/** Runs of definitions as people see them: the tree of jobs, legs and stages, its lines, and what failed. */
import { describe, expect, test } from "vitest";
import { TestTerminal } from "./terminal/test-terminal.ts";
import { TestFolder } from "./test-command.ts";
import { hasPython, runInTerminal } from "./test-pty.ts";

const build = `name: build
jobs:
  lint:
    stages: [{ id: check, bash: "true" }]
  docs:
    if: run.id == 'other'
    stages: [{ echo: docs }]
  test:
    needs: lint
    strategy:
      matrix: { os: [mac, linux], node: [20, 22] }
      fail-fast: false
    stages:
      - id: install
        bash: "true"
      - id: unit
        bash: |
          if [ "\${{ matrix.os }}-\${{ matrix.node }}" = mac-22 ]; then
            echo "1 of 3 failed" >&2
            echo "expected a, found b" >&2
            exit 3
          fi
  ship:
    needs: test
    stages: [{ echo: shipping }]
  tell:
    needs: test
    if: always()
    stages:
      - sleep: 0.2
      - echo: "\${{ needs.test.result }}"
`;
const folder = new TestFolder();
folder.write("build.yml", build);

/** Without times, and without ids of runs. */
function plain(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/(?:, |\s+)\+?[\d.]+m?s$/, "").replace(/r-\w+/, "RUN"));
}

describe.skipIf(!hasPython)("the tree", () => {
  test("jobs with their legs, reasons, and what failed where", async () => {
    const { code, output } = await runInTerminal(["run", "build.yml"], { folder: folder.path, columns: 80 });
    expect(code).toBe(1);
    const terminal = new TestTerminal(80);
    terminal.write(output);
    expect(terminal.wrapped).toBe(0);
    // In the order in which they began; the legs in that of the matrix.
    expect(plain(terminal.screen)).toEqual([
      "build  RUN  build.yml",
      "  ↷ docs  if: run.id == 'other': run.id is \"RUN\"",
      "  ✓ lint",
      "  ✗ test  4/4 legs, 1 failed",
      "      ✓ os=mac,node=20",
      "      ✗ os=mac,node=22    unit has failed, exit code 3: expected a, foun…",
      "      ✓ os=linux,node=20",
      "      ✓ os=linux,node=22",
      "  ↷ ship  all_success: test is failure",
      "  ✓ tell  2 done",
      expect.stringMatching(/^✗ test\/os=mac,node=22\/unit failed, [\d.]+m?s +workflow-failed$/),
      "  unit has failed, exit code 3: expected a, found b",
      "  1 of 3 failed",
      "  expected a, found b",
      "  build.yml:16",
      "   16 |       - id: unit",
      expect.stringMatching(/^ {2}kept: \d+ recorded steps\. fix, then: stepwell retry RUN, or with$/),
      "  a mended file: stepwell rerun RUN --current",
    ]);
  });

  test("in 40 columns nothing wraps", async () => {
    const { output } = await runInTerminal(["run", "build.yml"], { folder: folder.path, columns: 40 });
    const terminal = new TestTerminal(40);
    terminal.write(output);
    expect(terminal.wrapped).toBe(0);
    expect(terminal.screen.join("\n")).toContain("4/4 legs, 1 failed");
  });

  test("an approval is waited for, seen so, and seen again after resume", { timeout: 60_000 }, async () => {
    folder.write(
      "gate.yml",
      'name: gate\njobs:\n  first: { stages: [{ echo: hi }] }\n  ok: { needs: first, stages: [{ approve: "Ship?" }] }\n  last: { needs: ok, stages: [{ echo: on }] }\n',
    );
    const words = ["run", "gate.yml", "--id", "gate-1", "--wait", "2s"];
    const { code, output } = await runInTerminal(words, { folder: folder.path, columns: 80 });
    expect(code).toBe(5);
    const terminal = new TestTerminal(80);
    terminal.write(output);
    const seen = plain(terminal.screen);
    expect(seen).toContain("  ✓ first");
    expect(seen).toContain("  ◷ ok");
    expect(seen).toContain("  ◦ last   after ok");
    expect(seen.join("\n")).toContain("Ship?");
    expect((await folder.run("approve", "gate-1")).code).toBe(0);
    const resumed = await runInTerminal(["resume", "gate-1"], { folder: folder.path, columns: 80 });
    const again = new TestTerminal(80);
    again.write(resumed.output);
    expect(plain(again.screen).filter((line) => /^ {2}[✓✗▸◦◷] /.test(line))).toEqual(
      ["first", "ok", "last"].map((name) => expect.stringMatching(new RegExp(`^ {2}✓ ${name}\\b`))),
    );
  });
});

describe("elsewhere", () => {
  test("a line per change, skipped jobs with their reason; show has the same tree", async () => {
    const { stderr } = await folder.run("run", "build.yml", "--id", "lines-1");
    expect(stderr).toContain("Z skip  docs  if: run.id == 'other': run.id is \"lines-1\"\n");
    expect(stderr).toMatch(/Z fail {2}test\/os=mac,node=22\/unit unit has failed, exit code 3: expected a, found b\n/);
    expect(stderr).toMatch(/Z skip {2}ship {2}all_success: test is failure\n/);
    expect(stderr).not.toContain("make workspace");
    expect(stderr).toContain("  build.yml:16\n");
    const { stdout } = await folder.run("show", "lines-1");
    expect(stdout).toContain("  ✗ test  4/4 legs, 1 failed");
    expect(stdout).toContain("  ↷ ship  all_success: test is failure");
  });

  test("in JSON the end names what failed and where it stands", async () => {
    const { stdout, code } = await folder.run("run", "build.yml", "--json", "-q");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      type: "end",
      status: "failed",
      exit: 1,
      error: {
        code: "workflow-failed",
        file: `${folder.path}/build.yml`,
        line: 16,
        errors: [
          {
            path: "jobs.test.strategies.os=mac,node=22.stages.unit",
            at: "build.yml:16",
            code: "script-failed",
            last: ["1 of 3 failed", "expected a, found b"],
          },
        ],
      },
    });
  });

  test("in GitHub Actions the stage's line is annotated", async () => {
    const { stderr } = await folder.start(["run", "build.yml"], { GITHUB_ACTIONS: "true" }).ended;
    expect(stderr).toContain("::error file=build.yml,line=16::");
  });

  test("ten thousand legs take few lines", { timeout: 120_000 }, async () => {
    const all = (length: number) => JSON.stringify(Array.from({ length }, (_, n) => n));
    folder.write(
      "many.yml",
      `name: many\njobs:\n  all:\n    strategy: { matrix: { a: ${all(100)}, b: ${all(100)} } }\n    stages: [{ echo: "\${{ matrix.a }}" }]\n`,
    );
    const { code, stderr } = await folder.run("run", "many.yml");
    expect(code).toBe(0);
    expect(stderr.split("\n").length).toBeLessThan(100);
    const { stdout } = await folder.run("show", "@last");
    expect(stdout).toContain("✓ all  10,000/10,000 legs");
    expect(stdout.slice(0, stdout.indexOf("output\n")).split("\n").length).toBeLessThan(12);
  });
});
