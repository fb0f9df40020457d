import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stepwell, sqlite } from "@stepwell/core";
import { describe, expect, it } from "vitest";
import { allGone, isAlive } from "../../packages/declarative/src/scripts/process/test-run.ts";
import { eventually, newFolder, start } from "./processes.ts";

const program = new URL("./script-worker.fixture.ts", import.meta.url);

/** Each notes its pid, and lasts until the gate is there. */
function world(stage: string) {
  const folder = newFolder();
  const [effects, gate] = [join(folder, "effects"), join(folder, "gate")];
  writeFileSync(effects, "");
  writeFileSync(
    join(folder, "long.ts"),
    `import { appendFileSync, existsSync } from "node:fs";
import { task } from "@stepwell/core";
export const wait = task("wait@v1", async () => {
  appendFileSync(${JSON.stringify(effects)}, process.pid + "\\n");
  while (!existsSync(${JSON.stringify(gate)})) await new Promise((resolve) => setTimeout(resolve, 20));
});
`,
  );
  writeFileSync(
    join(folder, "slow.py"),
    `import os, time

def wait():
    with open(${JSON.stringify(effects)}, "a") as file: file.write(f"{os.getpid()}\\n")
    while not os.path.exists(${JSON.stringify(gate)}): time.sleep(0.02)

wait.task = "wait@v1"
`,
  );
  const definition = join(folder, "flow.yml");
  writeFileSync(
    definition,
    `name: flow\njobs: { a: { stages: [{ id: s, ${stage.replaceAll("EFFECTS", effects).replaceAll("GATE", gate)} }] } }\n`,
  );
  const options = { file: join(folder, "test.db"), definition, root: folder, workspaces: join(folder, "work") };
  const pids = (): number[] => readFileSync(effects, "utf8").split("\n").filter(Boolean).map(Number);
  return { folder, gate, options, pids };
}

const bash = 'bash: "echo $$ >> EFFECTS; until test -e GATE; do sleep 0.02; done"';

describe.runIf(process.platform === "linux")("a worker that is stopped for longer than its lease", () => {
  it.each([
    ["a script", bash],
    ["a task in TypeScript", "uses: long/wait@v1"],
    ["a task in Python", "uses: slow/wait@v1"],
  ])(
    "%s of it is ended by whoever takes its run over, before it is executed again",
    async (_, stage) => {
      const { gate, options, pids } = world(stage);
      const zombie = start(program, { ...options, start: "r" });
      await eventually(`its script executes: ${zombie.said()}`, () => pids().length === 1);
      zombie.child.kill("SIGSTOP");
      const heir = start(program, { ...options, aheadMs: 60_000 });
      await eventually(`it is executed again: ${heir.said()}`, () => pids().length === 2);
      const [first = 0, second = 0] = pids();
      await allGone([first]);
      expect(isAlive(second)).toBe(true);
      zombie.child.kill("SIGCONT");
      await zombie.says("was declared dead");
      expect(isAlive(second)).toBe(true);
      writeFileSync(gate, "");
      expect(await heir.ended, heir.said()).toBe(0);
      expect(await zombie.ended, zombie.said()).toBe(0);
      expect(pids()).toHaveLength(2);
    },
    90_000,
  );

  it("ends its script itself when it goes on and learns of it, and nothing of its successor's", async () => {
    const { gate, options, pids } = world(bash);
    const zombie = start(program, { ...options, start: "r" });
    await eventually("its script executes", () => pids().length === 1);
    zombie.child.kill("SIGSTOP");
    // As on another machine: nothing tells its successor of the script.
    for (const name of readdirSync(options.workspaces, { recursive: true }).map(String))
      if (name.endsWith(".groups")) rmSync(join(options.workspaces, name), { recursive: true });
    const heir = start(program, { ...options, aheadMs: 60_000 });
    await eventually("it is executed again", () => pids().length === 2);
    const [first = 0, second = 0] = pids();
    expect([isAlive(first), isAlive(second)]).toEqual([true, true]);
    zombie.child.kill("SIGCONT");
    await zombie.says("was declared dead");
    await allGone([first]);
    expect(isAlive(second)).toBe(true);
    writeFileSync(gate, "");
    expect(await heir.ended, heir.said()).toBe(0);
    expect(await zombie.ended, zombie.said()).toBe(0);
    await using look = await Stepwell.open({ store: sqlite(options.file), worker: false });
    expect((await look.handle("r").status()).status).toBe("completed");
  }, 90_000);
});
