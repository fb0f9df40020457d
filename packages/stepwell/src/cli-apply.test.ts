/** `apply`: definitions in the store, and runs of them by name. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const greet = (text: string) => `name: greet
params: { who: { type: str, default: you } }
on: [{ cron: "0 9 * * *" }]
jobs:
  say: { stages: [{ id: hi, echo: "${text} \${{ params.who }}" }] }
`;
const caller = "name: caller\njobs: { a: { stages: [{ trigger: greet, params: { who: child } }] } }\n";

function folderWith(files: Readonly<Record<string, string>>): TestFolder {
  const folder = new TestFolder();
  mkdirSync(join(folder.path, "conf"));
  for (const [name, text] of Object.entries(files)) folder.write(join("conf", name), text);
  return folder;
}

describe("apply", () => {
  test("by several processes at once gives each its own version", { timeout: 120_000 }, async () => {
    const folder = new TestFolder();
    const texts = ["a", "b", "c", "d"];
    for (const text of texts) folder.write(`${text}.yml`, greet(text));
    const all = await Promise.all(texts.map((text) => folder.run("apply", `${text}.yml`, "--json")));
    const versions = all.map(({ stdout }) => JSON.parse(stdout).items[0].version);
    expect(versions.sort()).toEqual([1, 2, 3, 4]);
    expect((await folder.run("apply", "a.yml", "--dry-run")).stdout).toMatch(/version [45]/);
  });

  test("shows the difference, deploys it, and a second time there is none", { timeout: 120_000 }, async () => {
    const folder = folderWith({ "greet.yml": greet("hello"), "caller.yml": caller });
    expect(await folder.run("apply", "conf", "--dry-run")).toEqual({
      code: 0,
      stdout: "+ caller  version 1  conf/caller.yml:1\n+ greet  version 1  conf/greet.yml:1\n",
      stderr: "2 new; nothing was changed (--dry-run)\n",
    });
    expect(await folder.run("apply", "conf")).toMatchObject({ code: 0, stderr: "2 new\n" });
    folder.write("conf/greet.yml", greet("good day,"));
    rmSync(join(folder.path, "conf/caller.yml"));
    expect(await folder.run("plan", "conf/greet.yml")).toMatchObject({
      stdout: expect.stringContaining(
        "deployed  version 1; here it differs\n  ~ jobs.say.stages.hi.echo  hello ${{ params.who }} > good day, ${{ params.who }}\n",
      ),
    });
    expect((await folder.run("plan", "caller")).stdout).toContain("deployed  version 1, as here");
    expect(await folder.run("render", "callr")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "caller"?'),
    });
    const changed = await folder.run("apply", "conf");
    expect(changed.stdout).toBe(`  caller  version 1, and not here: --prune removes it
~ greet  version 2  conf/greet.yml:1
    ~ jobs.say.stages.hi.echo  hello \${{ params.who }} > good day, \${{ params.who }}
`);
    expect(JSON.parse((await folder.run("apply", "conf", "--prune", "--json")).stdout)).toEqual({
      v: 1,
      applied: true,
      items: [
        { action: "remove", name: "caller", version: 1 },
        { action: "none", name: "greet", version: 2 },
      ],
      warnings: [],
    });
    expect(await folder.run("apply", "conf", "--prune")).toEqual({
      code: 0,
      stdout: "  greet  version 2, as here\n",
      stderr: "1 as before\n",
    });
  });

  test("runs by name, its files gone; a run goes on with what it started with", { timeout: 60_000 }, async () => {
    const slow = `name: slow
params: { log: str }
jobs:
  work:
    stages:
      - id: first
        bash: |
          echo begun >> \${{ params.log }}
          sleep 2
      - id: second
        bash: echo as-started >> \${{ params.log }}
`;
    const folder = folderWith({ "greet.yml": greet("hello"), "caller.yml": caller, "slow.yml": slow });
    await folder.run("apply", "conf");
    const log = join(folder.path, "log.txt");
    const running = folder.start(["run", "slow", "--id", "slow-1", "-p", `log=${log}`]);
    const read = () => readFileSync(log, { encoding: "utf8", flag: "a+" });
    await expect.poll(read, { timeout: 30_000 }).toContain("begun");
    running.kill("SIGKILL");
    await running.ended;
    folder.write("conf/slow.yml", slow.replace("as-started", "changed"));
    await folder.run("apply", "conf");
    rmSync(join(folder.path, "conf"), { recursive: true });
    expect((await folder.run("resume", "slow-1")).code).toBe(0);
    expect(read()).toBe("begun\nbegun\nas-started\n");
    const { code, stdout, stderr } = await folder.run("run", "caller");
    expect(stderr).toContain("caller");
    expect({ code, output: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      output: { a: { say: { message: "hello child" } } },
    });
    expect((await folder.run("check")).code).toBe(0);
  });

  test("a task whose tag has moved is said, by plan and by apply", { timeout: 90_000 }, async () => {
    const folder = folderWith({ "load.yml": "name: load\njobs: { a: { stages: [{ uses: orders/load@v1 }] } }\n" });
    mkdirSync(join(folder.path, "tasks"));
    const module = (rows: number) =>
      `import { task } from "stepwell";\nexport const load = task("load@v1", () => ({ rows: ${rows} }));\n`;
    const tag = "tasks/orders.ts";
    folder.write(tag, module(1));
    expect((await folder.run("apply", "conf")).code).toBe(0);
    expect((await folder.run("plan", "load")).stdout).toContain("version 1, as here");
    folder.write(tag, module(2));
    expect((await folder.run("plan", "conf/load.yml")).stdout).toContain(
      "deployed  version 1; here it differs\n  ~ task orders/load@v1  its code has changed\n",
    );
    expect((await folder.run("apply", "conf")).stdout).toContain("~ load  version 2");
  });

  test("two definitions of one name: an error that names both files, and nothing is changed", async () => {
    const folder = folderWith({ "a.yml": greet("one"), "b.yml": greet("two"), "ok.yml": caller });
    const { code, stderr } = await folder.run("apply", "conf");
    expect(code).toBe(2);
    expect(stderr).toContain('workflow "greet" is defined twice, first in conf/a.yml:1');
    expect(stderr).toContain("conf/b.yml:1:7");
    expect((await folder.run("run", "caller")).code).toBe(2);
  });

  test.each([
    [["apply"], "wrong-use"],
    [["apply", "nowhere"], "no-such-file"],
    [["apply", "conf/empty"], "there is no definition in conf/empty"],
    [["apply", "conf/greet.yml", "--prune"], "--prune takes a folder"],
    [["run", "gret"], 'did you mean "greet"?'],
  ])("stepwell %j: %s", async (words, said) => {
    const folder = folderWith({ "greet.yml": greet("hello") });
    mkdirSync(join(folder.path, "conf/empty"));
    if (words[0] === "run") await folder.run("apply", "conf");
    const { code, stderr } = await folder.run(...words);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });
});
