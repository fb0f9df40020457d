/** Definitions from outside: run, wrong files, a kill in the middle, a file that changes meanwhile. */
import { readFileSync, realpathSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";
import { hasPython, runInTerminal } from "./test-pty.ts";

const folder = new TestFolder();

folder.write(
  "hello.yml",
  `name: hello
params:
  who: { type: str, default: world }
  n: int
jobs:
  greet:
    strategy:
      matrix:
        lang: [en, de]
    stages:
      - id: count
        bash: |
          echo "for \${{ params.who }}"
          echo "sum=$(( \${{ params.n }} + 1 ))" >> "$STEPWELL_OUTPUT"
  after:
    needs: greet
    stages:
      - echo: "sums \${{ needs.greet.outputs.sum | json }}"
`,
);

describe("run of a definition", () => {
  test("gives its outputs; a value of a param is never part of a script", async () => {
    const hostile = `$(touch OWNED); "'\`touch OWNED\``;
    const { code, stdout } = await folder.run("run", "hello.yml", "-q", "-p", "n=4", "-p", `who=${hostile}`);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      greet: { stdout: [`for ${hostile}\n`, `for ${hostile}\n`], sum: ["5", "5"] },
      after: { message: 'sums ["5","5"]' },
    });
    expect((await folder.run("show", "@last")).stdout).toMatch(/✓ greet +2\/2 legs[\s\S]*✓ lang=en/);
  });

  test("knows the folder of its file, however the file was named", async () => {
    folder.write("where.yml", "name: where\njobs:\n  a:\n    stages:\n      - echo: ${{ workflow.folder }}\n");
    const told = { a: { message: realpathSync(folder.path) } };
    for (const file of ["where.yml", "./where.yml", `${folder.path}/where.yml`]) {
      const { stdout } = await folder.run("run", file, "-q");
      expect(JSON.parse(stdout)).toEqual(told);
    }
    expect((await folder.run("apply", "where.yml")).code).toBe(0);
    rmSync(`${folder.path}/where.yml`);
    expect(JSON.parse((await folder.run("run", "where", "-q")).stdout)).toEqual(told);
  });

  test("a param that is a secret is in nothing that shows the run", async () => {
    folder.write("sealed.yml", "name: sealed\nparams: { key: secret }\njobs:\n  a:\n    stages: [{ echo: hi }]\n");
    expect((await folder.run("run", "sealed.yml", "-q", "-p", "key=hunter2-s3cr3t", "--id", "sealed")).code).toBe(0);
    for (const command of [["show", "--json"], ["show", "--input"], ["journal"], ["runs", "--json"]]) {
      const [name = "", ...flags] = command;
      const { code, stdout } = await folder.run(name, ...(name === "runs" ? [] : ["sealed"]), ...flags);
      expect(code, name).toBe(0);
      expect(stdout, name).not.toContain("hunter2");
    }
    const shown = JSON.parse((await folder.run("show", "sealed", "--json")).stdout);
    expect(shown.input.params).toEqual({ key: "***" });
  });

  test("a param is what it is declared as: a version of digits is a text, a price keeps its digits", async () => {
    folder.write(
      "typed.yml",
      `typed:
  params: { version: str, price: decimal, level: { type: choice, options: ["1", "2"] }, n: int }
  jobs: { a: { stages: [{ echo: "\${{ params.version }} \${{ params.price }} \${{ params.level }} \${{ params.n }}" }] } }
  outputs: { said: "\${{ jobs.a.outputs.message }}" }
`,
    );
    const params = ["-p", "version=5", "-p", "price=12.10", "-p", "level=2", "-p", "n=3"];
    const { code, stdout } = await folder.run("run", "typed.yml", ...params);
    expect([code, JSON.parse(stdout)]).toEqual([0, { said: "5 12.10 2 3" }]);
    expect((await folder.run("plan", "typed.yml", ...params)).code).toBe(0);
  });

  test("params that do not fit are all named, and nothing is started", async () => {
    const { code, stderr } = await folder.run("run", "hello.yml", "-p", "n=many", "-p", "whom=x", "--id", "never");
    expect(code).toBe(2);
    expect(stderr).toContain("params-invalid");
    for (const text of ["n:", "whom:", "who"]) expect(stderr).toContain(text);
    expect((await folder.run("show", "never")).code).toBe(6);
  });

  test("a file with errors is refused with all of them, each with its line and a mark", async () => {
    folder.write("wrong.yml", "name: wrong\njobs:\n  a:\n    neds: b\n    stages:\n      - bahs: ls\n");
    const { code, stderr } = await folder.run("run", "wrong.yml");
    expect(code).toBe(2);
    expect(stderr).toContain(`wrong.yml:4:5  unknown key "neds" in job "a"`);
    expect(stderr).toContain(" 4 |     neds: b\n");
    expect(stderr).toContain('   |     ^^^^ did you mean "needs"?');
    expect(stderr).toContain('did you mean "bash"?');
    expect(stderr).toContain("  mend them where they stand; nothing was started\n");
  });

  test.skipIf(!hasPython)("in a narrow terminal what is wrong is folded, and nothing of it is cut", async () => {
    folder.write("circle.yml", "name: circle\njobs:\n  a: { needs: a, stages: [{ echo: a }] }\n");
    const { output } = await runInTerminal(["run", "circle.yml", "--color", "never"], {
      folder: folder.path,
      columns: 40,
    });
    const words = output.replace(/\s+/g, " ");
    expect(words).toContain("jobs wait for one another: a needs a");
    expect(words).toContain("take one of these needs out: as it is, none of them would ever begin");
  });

  test("goes on at the very stage after kill -9, on the definition that it started with", {
    timeout: 60_000,
  }, async () => {
    const text = (last: string) => `name: long
jobs:
  work:
    stages:
      - id: first
        bash: echo once >> \${{ params.log }}
      - id: second
        bash: |
          echo begun >> \${{ params.log }}
          sleep \${{ params.seconds }}
      - id: third
        bash: echo ${last} >> \${{ params.log }}
params: { log: str, seconds: str }
`;
    folder.write("long.yml", text("as-started"));
    const log = `${folder.path}/log.txt`;
    const read = () => readFileSync(log, { encoding: "utf8", flag: "a+" });
    const running = folder.start(["run", "long.yml", "--id", "long-1", "-p", `log=${log}`, "-p", "seconds=2s"]);
    await expect.poll(read, { timeout: 30_000 }).toContain("begun");
    running.kill("SIGKILL");
    await running.ended;
    folder.write("long.yml", text("changed"));
    const { code } = await folder.run("resume", "long-1");
    expect(code).toBe(0);
    expect(read()).toBe("once\nbegun\nbegun\nas-started\n");
  });
});

describe("settings, secrets and variables", () => {
  test("a secret of the store is used, and shown nowhere; a variable is taken at the start", async () => {
    folder.write(
      "names.yml",
      `names:
  jobs:
    a:
      stages:
        - id: use
          run: |
            const length = "\${{ secrets.TOKEN }}".length;
            console.log("it is \${{ secrets.TOKEN }}");
            const region = "\${{ vars.REGION }}";
`,
    );
    const command = folder.start(["secrets", "set", "TOKEN", "--plain"]);
    command.input("s3cret-of-the-store");
    expect((await command.ended).code).toBe(0);
    const variables = { STEPWELL_VAR_REGION: "eu", STEPWELL_RUN_SHELL: "js" };
    const { code, stdout } = await folder.start(["run", "names.yml", "-q"], variables).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).a).toMatchObject({ length: 19, region: "eu", stdout: "it is ***\n" });
    const seen = await Promise.all([folder.run("journal", "@last"), folder.run("logs", "@last")]);
    expect(seen.map(({ stdout: text }) => text).join("")).toContain("it is ***");
    for (const { stdout: text } of seen) expect(text).not.toContain("s3cret");
  });

  test("a secret param is used, also after a resume, and shown nowhere", { timeout: 120_000 }, async () => {
    const text =
      "params: { pin: secret }\njobs: { a: { stages: [{ id: use, bash: 'pin=${{ params.pin }}; echo ${#pin}' }] } }\n";
    folder.write("pins.yml", `name: pins\n${text}`);
    const detached = await folder.run("run", "pins.yml", "--detach", "--id", "pin-1", "-p", "pin=hunter2-hunter2");
    expect(detached.code).toBe(0);
    expect((await folder.run("resume", "pin-1")).code).toBe(0);
    const { stdout } = await folder.run("run", "pins.yml", "-q", "-p", "pin=hunter2-hunter2");
    expect(JSON.parse(stdout).a.stdout).toBe("15\n");
    const seen = await Promise.all(["show", "export"].map((verb) => folder.run(verb, "pin-1")));
    for (const { stdout: one } of seen) expect(one).not.toContain("hunter2");
  });

  test("without a setting, a script has to say its language", async () => {
    const { code, stderr } = await folder.run("run", "names.yml");
    expect(code).toBe(2);
    expect(stderr).toContain("names.yml:6:");
  });
});
