import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ContainerScript } from "../containers/fake-container.fixture.ts";
import { FakeDocker } from "../containers/fake-docker.fixture.ts";
import { loadText } from "../load/load.ts";
import { testFolder } from "../scripts/process/test-run.ts";
import { ran } from "../stages/yaml-run.fixture.ts";

/** What a container would do: its command, on this machine, with its environment alone and a PATH. */
const real: ContainerScript = async (container) => {
  const { Entrypoint = [], Cmd = [], Env, WorkingDir } = container.config;
  const [program = "", ...words] = [...Entrypoint, ...Cmd];
  const env = Object.fromEntries(Env.map((one) => one.split(/=(.*)/s).slice(0, 2) as [string, string]));
  const child = spawn(program, words, {
    cwd: WorkingDir,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.on("data", (data) => container.print("stdout", String(data)));
  child.stderr.on("data", (data) => container.print("stderr", String(data)));
  void container.stopped.then(() => child.kill("SIGKILL"));
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return code ?? (signal === "SIGKILL" ? 137 : 1);
};

const flow = (stages: string, job = "") => `
name: flow
params: { text: { type: str, default: "it's $HOME" } }
env: { LEVEL: high }
jobs:
  a:
    runs-on: docker:tools:1
    ${job}
    stages:
${stages
  .trim()
  .split("\n")
  .map((line) => `      ${line}`)
  .join("\n")}
`;

test("scripts of the job are executed in containers of the image, with the workspace, and give what they give", async () => {
  const docker = await FakeDocker.start({ "tools:1": real });
  const { context, logs } = await ran(
    flow(`
- { id: one, bash: 'echo "\${{ params.text }} $LEVEL \${SECRET_OF_HERE-none}"; echo made > file; echo n=4 >> $STEPWELL_OUTPUT' }
- { id: two, shell: python, run: "text = open('file').read().strip()\\nresult.outputs = {'twice': \${{ stages.one.outputs.n }} * 2}", working-directory: "." }
- { id: three, shell: js, run: "const seen = params.text; const same = \${{ stages.two.outputs.text }} === 'made';" }
- { id: here, echo: "\${{ stages.two.outputs.twice }}" }
`),
    {},
    { docker: docker.where, inherited: { PATH: process.env.PATH, SECRET_OF_HERE: "leaked" } },
  );
  expect(context.errors).toEqual([]);
  const stages = context.jobs.a?.stages;
  expect(stages?.one?.outputs).toMatchObject({ stdout: "it's $HOME high none\n", return_code: 0, n: "4" });
  expect(stages?.two?.outputs).toMatchObject({ text: "made" });
  expect(stages?.three?.outputs).toMatchObject({ seen: "it's $HOME", same: true });
  expect(logs).toContain("it's $HOME high none");
  expect(docker.made.map(({ config }) => config.Image)).toEqual(["tools:1", "tools:1", "tools:1"]);
  const [first] = docker.made;
  expect(first?.config.Labels).toMatchObject({ "dev.stepwell.run": context.info.runId, "dev.stepwell.stage": "one" });
  expect(JSON.stringify(docker.made.map(({ config }) => config))).not.toContain("$HOME");
  expect(docker.containers.size).toBe(0);
});

test("what it makes of the files that it gives its outputs in reads nothing of this machine, and blocks nobody", async () => {
  const docker = await FakeDocker.start({ "tools:1": real });
  const here = join(testFolder(), "here");
  writeFileSync(here, "secret=of this machine\n");
  const said = "said=$(dirname $STEPWELL_OUTPUT)/said;";
  const { context } = await ran(
    flow(`
- { id: link, bash: "ln -sf ${here} $STEPWELL_OUTPUT", continue-on-error: true }
- { id: pipe, bash: "rm $STEPWELL_OUTPUT; mkfifo $STEPWELL_OUTPUT", continue-on-error: true }
- { id: said-link, bash: "${said} ln -sf ${here} $said", continue-on-error: true }
- { id: said-pipe, bash: "${said} rm $said; mkfifo $said", continue-on-error: true }
- { id: said-large, bash: "${said} truncate -s 3M $said", continue-on-error: true }
- { id: said-gone, bash: "${said} rm $said", continue-on-error: true }
- { id: failed, bash: "${said} rm $said; exit 3", continue-on-error: true }
- { id: gone, bash: "rm $STEPWELL_OUTPUT" }
`),
    {},
    { docker: docker.where },
  );
  const stages = context.jobs.a?.stages ?? {};
  const problems = Object.entries(stages).map(([id, { errors }]) => [id, errors[0]?.code, errors[0]?.message]);
  expect(problems).toEqual([
    ["link", "outputs-invalid", expect.stringContaining("is a link")],
    ["pipe", "outputs-invalid", expect.stringContaining("is no file")],
    ["said-link", "outputs-invalid", expect.stringContaining("is a link")],
    ["said-pipe", "outputs-invalid", expect.stringContaining("is no file")],
    ["said-large", "outputs-invalid", expect.stringContaining("3145728 bytes")],
    ["said-gone", "outputs-invalid", expect.stringContaining("removed")],
    ["failed", "script-failed", expect.stringContaining("exit code 3")],
    ["gone", undefined, undefined],
  ]);
  expect(JSON.stringify(context)).not.toContain("of this machine");
});

test("a failure is told as of any script; a timeout stops the container", async () => {
  const docker = await FakeDocker.start({ "tools:1": real });
  const { context } = await ran(
    flow(`
- { id: bad, bash: "echo no such thing >&2; exit 3", continue-on-error: true }
- { id: thrown, shell: js, run: "throw new RangeError('out of it')", continue-on-error: true }
- { id: slow, bash: "sleep 100", timeout: 300 ms }
`),
    {},
    { docker: docker.where },
  );
  const stages = context.jobs.a?.stages;
  expect(stages?.bad?.errors).toMatchObject([
    { code: "script-failed", message: expect.stringContaining("exit code 3") },
  ]);
  expect(stages?.thrown?.errors[0]?.message).toContain("out of it");
  expect(context.errors.slice(2)).toMatchObject([{ name: "WorkflowTimeoutError", path: "jobs.a.stages.slow" }]);
  while (docker.containers.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("also as a run of its own, in each leg, by a template; where there is no Docker, that is said", async () => {
  const docker = await FakeDocker.start({ "tools:1": real });
  const text = flow(
    "- { id: s, bash: 'echo leg ${{ matrix.n }}' }",
    "concurrency: some\n    strategy: { matrix: { n: [1, 2] } }",
  );
  const { context } = await ran(
    text.replace("docker:tools:1", "docker:${{ 'tools' }}:1"),
    {},
    { docker: docker.where },
  );
  expect(context.errors).toEqual([]);
  expect(context.jobs.a?.outputs.stdout).toEqual(["leg 1\n", "leg 2\n"]);
  expect(docker.made).toHaveLength(2);
  const none = await ran(flow("- { id: s, bash: 'true' }"), {}, { docker: "unix:///nowhere/d.sock" });
  expect(none.context.errors).toMatchObject([{ code: "docker-unavailable", path: "jobs.a.stages.s" }]);
});

test("a cancelled run leaves no container, and no file of its own in the workspace is somebody else's", async () => {
  const docker = await FakeDocker.start({ "tools:1": real });
  const { context } = await ran(
    flow("- { id: s, bash: 'sleep 100' }"),
    {},
    {
      docker: docker.where,
      meanwhile: async (run) => {
        while (docker.made.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        await run.cancel();
      },
    },
  );
  expect(context.status).toBe("CANCEL");
  expect(docker.made[0]?.config.User).toBe(`${process.getuid?.()}:${process.getgid?.()}`);
  while (docker.containers.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("validate says where there is no Docker, at the job; an absolute folder is one of the container", async () => {
  const text = flow("- { id: s, bash: 'true', working-directory: /srv/app }");
  const found = await loadText({ file: "flow.yml", text, format: "yaml" }, { docker: "unix:///nowhere/d.sock" });
  expect(found.problems).toEqual([]);
  expect(found.warnings).toMatchObject([{ code: "docker-unavailable", place: { line: 7 } }]);
  const docker = await FakeDocker.start({ "tools:1": () => 0 });
  await ran(text, {}, { docker: docker.where });
  expect(docker.made[0]?.config.WorkingDir).toBe("/srv/app");
  expect(existsSync("/srv/app")).toBe(false);
});
