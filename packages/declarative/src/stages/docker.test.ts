import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunHandle } from "@stepwell/core";
import { expect, test } from "vitest";
import type { FakeContainer } from "../containers/fake-container.fixture.ts";
import { FakeDocker } from "../containers/fake-docker.fixture.ts";
import { ofStages, ran } from "./yaml-run.fixture.ts";

const hostile = `'"\`$(touch OWNED)\` \${SECRET} \\ \n end`;

test("a container is given its arguments and env as data, its lines are logged, and it is removed", async () => {
  const docker = await FakeDocker.start({
    "tool:1": (container) => {
      container.print("stdout", "first\nsec");
      container.print("stderr", "careful: s3cret-value\n");
      container.print("stdout", "ond\n");
      return 0;
    },
  });
  const yaml = ofStages(
    `
- id: c
  docker: "\${{ params.image }}"
  command: [--text, "\${{ params.text }}"]
  env: { TEXT: "\${{ params.text }}", TOKEN: "\${{ secrets.TOKEN }}" }
  user: "1000"
  network: none
  limits: { memory: 64 MB, cpu: 2 }
`,
    "params: { text: str, image: str }\n",
  );
  const secrets = new Map([["TOKEN", "s3cret-value"]]);
  const { context, logs } = await ran(yaml, { text: hostile, image: "tool:1" }, { docker: docker.where, secrets });
  expect(context.errors).toEqual([]);
  expect(context.outputs).toEqual({ job: { stdout: "first\nsecond\n", stderr: "careful: ***\n", return_code: 0 } });
  expect(logs.toSorted()).toEqual(["careful: ***", "first", "second"]);
  expect(docker.made[0]?.config).toMatchObject({
    Cmd: ["--text", hostile],
    Env: [`TEXT=${hostile}`, "TOKEN=s3cret-value"],
    User: "1000",
    HostConfig: { NetworkMode: "none", Memory: 64_000_000, NanoCpus: 2e9, Init: true },
  });
  expect(docker.containers.size).toBe(0);
});

test("a failure says the last that it printed, or that its memory was too small", async () => {
  const docker = await FakeDocker.start({
    "bad:1": (container) => {
      container.print("stderr", "no such file\n");
      return 3;
    },
    "big:1": (container) => {
      container.outOfMemory = true;
      return 137;
    },
  });
  const { context } = await ran(
    ofStages("- docker: bad:1\n  continue-on-error: true\n- docker: big:1\n"),
    {},
    { docker: docker.where },
  );
  const { docker: first, "docker-2": second } = context.jobs.job?.stages ?? {};
  expect(first?.errors).toMatchObject([
    { code: "script-failed", message: expect.stringContaining("exit code 3: no such file") },
  ]);
  expect(second?.errors).toMatchObject([
    { code: "script-failed", message: expect.stringContaining("exit code 137: it has used more memory") },
  ]);
  expect(docker.containers.size).toBe(0);
});

const pulls = [
  ["missing", "here:1", ["GET /images/here:1/json"]],
  ["missing", "there:2", ["GET /images/there:2/json", "POST /images/create"]],
  ["always", "there:2", ["POST /images/create"]],
  ["never", "here:1", ["GET /images/here:1/json"]],
] as const;

test.each(pulls)("pull: %s of %s", async (pull, image, requests) => {
  const docker = await FakeDocker.start({ "here:1": () => 0 });
  docker.registry.set("there:2", () => 0);
  const { context } = await ran(ofStages(`- docker: ${image}\n  pull: ${pull}\n`), {}, { docker: docker.where });
  expect(context.errors).toEqual([]);
  expect(docker.requests.filter((one) => one.includes("/images/"))).toEqual(requests);
});

test.each([
  ["never", "there:2", "pull is never"],
  ["missing", "there:9", "manifest for there:9 not found"],
  ["missing", "nobody/knows", "pull access denied for nobody/knows"],
  ["missing", "there/../../containers/json?x=", "no name of an image"],
])("an image that cannot be had fails the stage: pull %s of %s", async (pull, image, problem) => {
  const docker = await FakeDocker.start();
  docker.registry.set("there:2", () => 0);
  const { context } = await ran(ofStages(`- docker: "${image}"\n  pull: ${pull}\n`), {}, { docker: docker.where });
  expect(context.errors).toMatchObject([{ code: "image-unavailable", message: expect.stringContaining(problem) }]);
  expect(docker.made).toEqual([]);
});

test("volumes are folders of the workspace, and nothing else", async () => {
  const docker = await FakeDocker.start({
    "tool:1": ({ config }) => {
      const [mount] = config.HostConfig.Mounts as { Source: string }[];
      writeFileSync(join(mount?.Source ?? "", "made.txt"), "by the container");
      return 0;
    },
  });
  const yaml = ofStages(`
- docker: tool:1
  volumes: ["out:/data", ".:/all:ro"]
- id: read
  bash: cat out/made.txt
- id: outside
  docker: tool:1
  volumes: ["../..:/data"]
  continue-on-error: true
- id: named
  docker: tool:1
  volumes: [data]
  continue-on-error: true
`);
  const { context } = await ran(yaml, {}, { docker: docker.where });
  const { read, outside, named } = context.jobs.job?.stages ?? {};
  expect(read?.outputs.stdout).toBe("by the container");
  expect(docker.made[0]?.config.HostConfig.Mounts).toMatchObject([
    { Type: "bind", Target: "/data", ReadOnly: false },
    { Type: "bind", Target: "/all", ReadOnly: true },
  ]);
  expect(outside?.errors).toMatchObject([{ code: "file-outside" }]);
  expect(named?.errors).toMatchObject([{ code: "stage-value" }]);
});

/** Runs until it is stopped. */
const endless = async (container: FakeContainer): Promise<number> => {
  container.print("stdout", "begun\n");
  await container.stopped;
  return 143;
};

async function begun(docker: FakeDocker): Promise<void> {
  while (docker.made[0]?.state !== "running") await new Promise((resolve) => setImmediate(resolve));
}

test("a cancellation stops and removes it", async () => {
  const docker = await FakeDocker.start({ "long:1": endless });
  const meanwhile = async (run: RunHandle): Promise<void> => {
    await begun(docker);
    await run.cancel();
  };
  const { context } = await ran(ofStages("- docker: long:1\n"), {}, { docker: docker.where, meanwhile });
  expect(context.status).toBe("CANCEL");
  while (docker.containers.size > 0) await new Promise((resolve) => setImmediate(resolve));
  expect(docker.requests).toContain(`POST /containers/${docker.made[0]?.id}/stop`);
});

test("a timeout stops and removes it", async () => {
  const docker = await FakeDocker.start({ "long:1": endless });
  const { context } = await ran(ofStages("- docker: long:1\n  timeout: 0.3 s\n"), {}, { docker: docker.where });
  expect(context.errors).toMatchObject([{ name: "WorkflowTimeoutError" }]);
  while (docker.containers.size > 0) await new Promise((resolve) => setImmediate(resolve));
});

test("where there is no Docker, the stage fails and says where was looked", async () => {
  const docker = await FakeDocker.start();
  await docker.stop();
  for (const where of [docker.where, "unix:///nowhere/docker.sock", "ssh://host"]) {
    const { context } = await ran(ofStages("- docker: tool:1\n"), {}, { docker: where });
    expect(context.errors).toMatchObject([{ code: "docker-unavailable", message: expect.stringContaining(where) }]);
  }
  expect(existsSync("OWNED")).toBe(false);
});
