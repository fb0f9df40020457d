/** Releases, reruns and records from outside; a kill while a release waits for its time. */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const nightly = `name: nightly
params: { region: { type: str, default: eu } }
on: [{ cron: "0 2 * * *" }]
jobs:
  work:
    stages:
      - { id: note, bash: 'echo "\${{ release.type? }} \${{ params.region }}" >> "$HOME/notes"' }
      - { id: check, bash: 'test ! -e "$HOME/broken"' }
  report:
    needs: work
    stages: [{ id: say, echo: "\${{ release.logical_date? }}" }]
`;

function withNightly(): { folder: TestFolder; notes: () => string[] } {
  const folder = new TestFolder();
  folder.write("nightly.yml", nightly);
  const file = join(folder.path, "notes");
  const notes = (): string[] => {
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    rmSync(file, { force: true });
    return lines;
  };
  return { folder, notes };
}

const at = ["--at", "2026-01-05T02:00Z"];

describe("release", () => {
  test("executes a definition once for its minute, and again when it has failed", async () => {
    const { folder, notes } = withNightly();
    folder.write("broken", "");
    expect((await folder.run("release", "nightly.yml", ...at, "-q")).code).toBe(1);
    rmSync(join(folder.path, "broken"));
    const done = await folder.run("release", "nightly.yml", ...at, "-q", "-p", "region=us");
    expect(done).toMatchObject({ code: 0 });
    expect(JSON.parse(done.stdout)).toEqual({
      work: expect.anything(),
      report: { message: "2026-01-05T02:00:00.000Z" },
    });
    expect(notes()).toEqual(["normal eu", "normal us"]);
    const again = await folder.run("release", "nightly.yml", ...at);
    expect(again).toMatchObject({ code: 0, stdout: "", stderr: expect.stringMatching(/released already/) });
    const json = await folder.run("release", "nightly.yml", ...at, "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({ v: 1, status: "SKIP", run: "nightly@2026-01-05T02:00Z" });
    expect((await folder.run("release", "nightly.yml", "--type", "force", "-q")).code).toBe(0);
    expect((await folder.run("release", "nightly.yml", ...at, "--type", "dryrun")).stderr).toMatch(/dry run/);
    expect(notes()).toEqual(["force eu"]);
  }, 180_000);

  test("killed while it waits for its time goes on waiting where it was asked for again", async () => {
    const { folder } = withNightly();
    const later = ["--at", "2999-01-05T02:00Z"];
    const waiting = folder.start(["release", "nightly.yml", ...later]);
    await waiting.says("nightly@2999-01-05T02:00Z");
    waiting.kill("SIGKILL");
    await waiting.ended;
    const { items } = JSON.parse((await folder.run("runs", "--json")).stdout);
    expect(items).toMatchObject([{ id: "nightly@2999-01-05T02:00Z", status: "pending", generation: 1 }]);
    const again = await folder.run("release", "nightly.yml", ...later, "--wait", "1ms");
    expect(again.code).toBe(5);
    expect((await folder.run("release", "nightly.yml", ...later, "--detach")).code).toBe(0);
    const after = JSON.parse((await folder.run("runs", "--json")).stdout);
    expect(after.items).toMatchObject([{ generation: 1, why: expect.stringMatching(/^starts in/) }]);
  }, 180_000);

  test("refuses what makes no sense, with the cure", async () => {
    const { folder } = withNightly();
    folder.write("code.ts", `import { workflow } from "stepwell";\nexport const code = workflow("code", () => 1);\n`);
    const bad: [string[], number, RegExp][] = [
      [["nightly.yml", "--at", "2026-01-05T02:01Z"], 2, /no schedule fires/],
      [["nightly.yml", "--at", "2026-01-05T02:00"], 2, /time with a zone/],
      [["nightly.yml", ...at, "--type", "fource"], 2, /did you mean "force"/],
      [["nightly.yml", ...at, "--exclude", "wrok"], 2, /did you mean "work"/],
      [["nightly.yml", ...at, "--audit", "mail"], 2, /neither file nor off/],
      [["nightly.yml", ...at, "-p", "regoin=eu"], 2, /did\s+you mean "region"/],
      [["code.ts", ...at], 2, /is no definition, but code/],
    ];
    for (const [words, code, message] of bad) {
      const ended = await folder.run("release", ...words);
      expect([ended.code, ended.stderr], words.join(" ")).toEqual([code, expect.stringMatching(message)]);
    }
  }, 180_000);
});

describe("rerun and audit", () => {
  test("a run goes on with what has failed; records are listed, shown, and written to files", async () => {
    const { folder, notes } = withNightly();
    folder.write("broken", "");
    await folder.run("release", "nightly.yml", ...at, "-q");
    expect((await folder.run("rerun", "@last", "-q")).code).toBe(1);
    rmSync(join(folder.path, "broken"));
    notes();
    expect((await folder.run("rerun", "@last", "--from", "work/check", "-q")).code).toBe(0);
    expect(notes()).toEqual([]);
    expect((await folder.run("rerun", "@last")).stderr).toMatch(/all of it has succeeded/);
    folder.write("nightly.yml", nightly.replace("test ! -e", "echo"));
    expect((await folder.run("rerun", "@last", "--current", "--from", "work", "-q")).code).toBe(0);
    expect(notes()).toEqual(["normal eu"]);
    const wrong = await folder.run("rerun", "@last", "--from", "wrok");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/did you mean "work"/)]);
    expect((await folder.run("audit")).stdout).toMatch(/^nightly@2026-01-05T02:00Z +normal +SUCCESS +\d+\.\ds/);
    const shown = await folder.run("audit", "show", "@last");
    expect(JSON.parse(shown.stdout)).toMatchObject({ generation: 4, status: "SUCCESS", jobs: { work: {} } });
    const { items } = JSON.parse((await folder.run("audit", "--json")).stdout);
    expect(items).toMatchObject([{ id: "nightly@2026-01-05T02:00Z.4" }]);
    expect((await folder.run("audit", "export", "--to", "records")).code).toBe(0);
    expect(readdirSync(join(folder.path, "records/nightly"))).toEqual(["nightly@2026-01-05T02%3A00Z.4.json"]);
    await folder.run("run", "nightly.yml", "-q");
    expect(await folder.run("audit", "show", "@last")).toMatchObject({ code: 6, stderr: /no record/ });
  }, 180_000);

  test("what is shown of a rerun is the whole run: what it keeps, too", async () => {
    const folder = new TestFolder();
    folder.write(
      "kept.yml",
      `name: kept
jobs:
  setup: { stages: [{ echo: set up }] }
  legs:
    needs: setup
    strategy: { matrix: { n: [1, 2, 3] }, fail-fast: false }
    stages: [{ id: unit, bash: 'test \${{ matrix.n }} != 2 || test ! -e "$HOME/broken"' }]
  report: { needs: legs, stages: [{ echo: reported }] }
`,
    );
    folder.write("broken", "");
    expect((await folder.run("run", "kept.yml", "-q")).code).toBe(1);
    rmSync(join(folder.path, "broken"));
    expect((await folder.run("rerun", "@last", "-q")).code).toBe(0);
    const { stdout } = await folder.run("show", "@last");
    const rows = stdout.split("\n").flatMap((line) => (/^ +✓/.test(line) ? line.replace(/ {2,}\+.*$/, "") : []));
    expect(rows.slice(1)).toEqual([
      expect.stringMatching(/^ {2}✓ setup +kept$/),
      expect.stringMatching(/^ {2}✓ legs +3\/3 legs, 2 kept$/),
      expect.stringMatching(/^ {6}✓ n=1 +kept$/),
      expect.stringMatching(/^ {6}✓ n=3 +kept$/),
      expect.stringMatching(/^ {6}✓ n=2$/),
      expect.stringMatching(/^ {2}✓ report/),
    ]);
  }, 180_000);

  test("the setting switches records off", async () => {
    const { folder } = withNightly();
    const off = folder.start(["release", "nightly.yml", ...at, "-q"], { WORKFLOW_CORE_AUDIT_ENABLED: "false" });
    expect((await off.ended).code).toBe(0);
    expect((await folder.run("audit")).stdout).toMatch(/completed/);
    expect((await folder.run("audit", "show", "@last")).code).toBe(6);
  }, 180_000);
});
