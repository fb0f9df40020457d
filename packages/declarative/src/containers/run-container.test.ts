import type { BodyContext } from "@stepwell/core";
import { expect, test } from "vitest";
import { DockerEngine } from "./docker-engine.ts";
import { FakeDocker } from "./fake-docker.fixture.ts";
import { type ContainerOptions, runContainer } from "./run-container.ts";

function options(fence: number, key = "run/step", generation = 1): ContainerOptions {
  const body = { key, fence, abortSignal: new AbortController().signal, log: () => {} } as unknown as BodyContext;
  return { name: "c", image: "tool:1", pull: "missing", environment: {}, mounts: [], body, generation };
}

/** The first one goes on until it is stopped, as that of a worker that is gone does. */
async function left(
  fence: number,
  key?: string,
): Promise<{ docker: FakeDocker; engine: DockerEngine; lost: Promise<unknown> }> {
  let count = 0;
  const docker = await FakeDocker.start({
    "tool:1": async ({ stopped }) => {
      if (count++ === 0) await stopped;
      return 0;
    },
  });
  const engine = new DockerEngine(docker.where);
  const lost = runContainer(engine, options(fence, key)).catch((error: unknown) => error);
  while (docker.made[0]?.state !== "running") await new Promise((resolve) => setImmediate(resolve));
  return { docker, engine, lost };
}

test("what a worker that died has left of the step is removed before its next attempt begins", async () => {
  const { docker, engine, lost } = await left(1);
  const [orphan] = docker.made;
  expect(await runContainer(engine, options(2))).toMatchObject({ return_code: 0 });
  expect(docker.containers.size).toBe(0);
  const removal = docker.requests.indexOf(`DELETE /containers/${orphan?.id}`);
  expect(removal).toBeGreaterThan(0);
  expect(removal).toBeLessThan(docker.requests.lastIndexOf("POST /containers/create"));
  await lost;
});

test("other steps are left alone, and a claim that has been taken over begins nothing", async () => {
  const { docker, engine, lost } = await left(3);
  expect(await runContainer(engine, options(1, "run/other"))).toMatchObject({ return_code: 0 });
  await expect(runContainer(engine, options(2))).rejects.toMatchObject({ code: "step-taken-over" });
  expect([docker.made.length, docker.containers.size]).toEqual([2, 1]);
  for (const container of docker.containers.values()) container.stop();
  await lost;
});

test("what an earlier generation has left is removed, however many claims that had", async () => {
  const { docker, engine, lost } = await left(3);
  expect(await runContainer(engine, options(1, "run/step", 2))).toMatchObject({ return_code: 0 });
  expect(docker.containers.size).toBe(0);
  await lost;
});

test("what the engine refuses is told in its own words", async () => {
  const docker = await FakeDocker.start();
  const engine = new DockerEngine(docker.where);
  await expect(engine.json({ method: "GET", path: "/containers/none/json" })).rejects.toMatchObject({
    code: "docker-refused",
    facts: { status: 404, problem: "No such container: none" },
  });
});
