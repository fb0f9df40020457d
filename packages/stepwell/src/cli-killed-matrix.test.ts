import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();

test("kill -9 in the middle of a matrix: each leg goes on at its stage, in its workspace, and no process is left", {
  timeout: 120_000,
}, async () => {
  folder.write(
    "legs.yml",
    `name: legs
params: { log: str, gate: str }
jobs:
  all:
    strategy: { matrix: { n: [1, 2, 3, 4] }, max-parallel: 2 }
    outputs: { file: "\${{ stages.last.outputs.stdout }}" }
    stages:
      - id: first
        bash: |
          echo first \${{ matrix.n }} >> \${{ params.log }}
          echo \${{ matrix.n }} > file
      - id: second
        bash: |
          echo $$ >> \${{ params.log }}.processes
          echo second \${{ matrix.n }} >> \${{ params.log }}
          until test \${{ matrix.n }} = 1 || test -e \${{ params.gate }}; do sleep 0.05; done
          echo done \${{ matrix.n }} >> \${{ params.log }}
      - id: last
        bash: cat file
`,
  );
  const [log, gate] = [`${folder.path}/log.txt`, `${folder.path}/gate`];
  const lines = () => readFileSync(log, { encoding: "utf8", flag: "a+" }).trim().split("\n");
  const running = folder.start(["run", "legs.yml", "--id", "legs-1", "-p", `log=${log}`, "-p", `gate=${gate}`]);
  await expect.poll(lines, { timeout: 60_000 }).toEqual(expect.arrayContaining(["second 2", "second 3"]));
  running.kill("SIGKILL");
  await running.ended;
  // What is left of it would see the gate as well.
  await expect.poll(() => numbers(`${log}.processes`).filter(isThere), { timeout: 30_000 }).toEqual([]);
  folder.write("gate", "");
  const { code } = await folder.run("resume", "legs-1");
  expect(code).toBe(0);
  const count = (line: string) => lines().filter((one) => one === line).length;
  expect([1, 2, 3, 4].map((n) => [count(`first ${n}`), count(`second ${n}`), count(`done ${n}`)])).toEqual([
    [1, 1, 1],
    [1, 2, 1],
    [1, 2, 1],
    [1, 1, 1],
  ]);
  const { stdout } = await folder.run("show", "legs-1", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ output: { all: { file: ["1\n", "2\n", "3\n", "4\n"] } } });
});

function numbers(file: string): number[] {
  return readFileSync(file, "utf8").trim().split("\n").map(Number);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
