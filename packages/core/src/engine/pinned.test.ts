import { expect, it } from "vitest";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import type { RunHandle } from "./handle.ts";

// `versioning: "pinned"`: a journal is carried on by the build that wrote it (engine.md §4).

const go = signal<string>("go");

/** Says which build executed what. */
function flow(build: string, told: string[] = []) {
  return workflow({ name: "flow", versioning: "pinned" }, async (wf) => {
    const first = await wf.step("first", () => told.push(`first by ${build}`));
    await wf.receive(go);
    await wf.step("second", () => told.push(`second by ${build}`));
    return [first, build];
  });
}

function engineOf(build: string, parts: { store: ReturnType<typeof memory>; told?: string[]; worker?: false }) {
  const { told, ...options } = parts;
  return openEngine({ ...options, build, workflows: [flow(build, told)] });
}

const waits = (handle: RunHandle<unknown>) =>
  until("it waits", async () => (await handle.status()).status === "waiting");

it("goes on with the build that it was started with, whoever else has the workflow", async () => {
  const [store, told] = [memory(), [] as string[]];
  const one = await engineOf("1", { store, told });
  const two = await engineOf("2", { store, told });
  const runs = await Promise.all(
    ["a", "b"].flatMap((id) => [
      one.start("flow", undefined, { id: `${id}-1` }),
      two.start("flow", undefined, { id: `${id}-2` }),
    ]),
  );
  for (const run of runs) await waits(run);
  for (const run of runs) await one.handle(run.id).signal(go, "");
  for (const run of runs) expect(((await run.result()) as string[])[1]).toBe(run.id.slice(-1));
  expect(new Set(told)).toEqual(new Set(["first by 1", "second by 1", "first by 2", "second by 2"]));
  expect((await one.list({})).items.map(({ id, build }) => [id, build])).toContainEqual(["a-2", "2"]);
});

it("waits where no live worker has its build, says so everywhere, and is let go by a person", async () => {
  const [store, told] = [memory(), [] as string[]];
  const one = await engineOf("1", { store, told });
  const run = await one.start("flow", undefined, { id: "r" });
  await waits(run);
  await one.close();
  const two = await engineOf("2", { store, told });
  const handle = two.handle("r");
  await handle.signal(go, "");
  const why = 'pinned to build "1", which no live worker has; live workers have "2"';
  expect(await handle.why()).toBe(why);
  expect((await two.list({})).items).toMatchObject([{ id: "r", status: "pending", build: "1", why }]);
  expect(await two.checkDeploy()).toMatchObject({ ok: true, runs: [{ id: "r", verdict: "other-build" }] });
  expect(await handle.replay()).toMatchObject({ verdict: "fits" });
  await handle.resume();
  expect(await handle.status()).toMatchObject({ status: "pending", build: "1" });
  await handle.resume({ build: "any", by: "ann" });
  expect(await handle.result()).toEqual([1, "2"]);
  expect(told).toEqual(["first by 1", "second by 2"]);
  expect(await handle.journal()).toContainEqual(
    expect.objectContaining({ kind: "unpinned", value: { build: "1", by: "ann" } }),
  );
  expect(await handle.status()).toMatchObject({ build: "2" });
});

it("is blocked by code that differs, when another build was let go on with it", async () => {
  const store = memory();
  const one = await engineOf("1", { store });
  await waits(await one.start("flow", undefined, { id: "r" }));
  await one.close();
  const other = workflow({ name: "flow", versioning: "pinned" }, (wf) => wf.step("renamed", () => 1));
  const two = await openEngine({ store, build: "2", workflows: [other] });
  const handle = two.handle("r");
  await handle.resume({ build: "any" });
  await until("it is blocked", async () => (await handle.status()).status === "blocked");
  expect(await handle.why()).toContain('code expects step "renamed", journal has step "first" at 1');
  // Its own build can still take it back.
  await two.close();
  const three = await engineOf("1", { store });
  await three.handle("r").resume({ build: "any" });
  await three.handle("r").signal(go, "");
  expect(await three.handle("r").result()).toEqual([1, "1"]);
});

it("belongs to whoever takes it first where the starter executes nothing", async () => {
  const store = memory();
  const client = await engineOf("client", { store, worker: false });
  const run = await client.start("flow", undefined, { id: "r" });
  expect(await run.status()).toMatchObject({ build: undefined });
  await engineOf("2", { store });
  await waits(run);
  expect(await run.status()).toMatchObject({ build: "2" });
});

it("is retried by its build, or by any; and by any where it begins from the start", async () => {
  const store = memory();
  const failing = (build: string) =>
    workflow({ name: "flow", versioning: "pinned" }, async (wf) => {
      await wf.step("ok", () => 1);
      await wf.step("bad", () => Promise.reject(new Error(build)), { retry: { maxAttempts: 1 } });
    });
  const one = await openEngine({ store, build: "1", workflows: [failing("1")] });
  const run = await one.start("flow", undefined, { id: "r" });
  await expect(run.result()).rejects.toThrow("1");
  await one.close();
  const two = await openEngine({ store, build: "2", workflows: [failing("2")] });
  const handle = two.handle("r");
  await handle.retry();
  expect(await handle.status()).toMatchObject({ status: "pending", build: "1" });
  await handle.resume({ build: "any" });
  await expect(handle.result()).rejects.toThrow("2");
  await two.close();
  const three = await openEngine({ store, build: "3", workflows: [failing("3")] });
  await three.handle("r").retry({ build: "any" });
  await expect(three.handle("r").result()).rejects.toThrow("3");
  expect((await three.handle("r").journal()).map(({ kind }) => kind)).toEqual([
    "step",
    "retry",
    "unpinned",
    "retry",
    "unpinned",
    "step-failed",
  ]);
  await three.close();
  const four = await openEngine({ store, build: "4", workflows: [failing("4")] });
  await four.handle("r").retry({ from: "start" });
  await expect(four.handle("r").result()).rejects.toThrow("4");
});

it("calls children of the same build, and continues with whichever takes the next generation", async () => {
  const store = memory();
  const child = (build: string) =>
    workflow({ name: "child", versioning: "pinned" }, async (wf) => {
      await wf.receive(go);
      return build;
    });
  const parent = (build: string) =>
    workflow({ name: "parent", versioning: "pinned" }, async (wf, input: number): Promise<string> => {
      if (input === 0) return `${build} at the end`;
      const got = await wf.call(child(build), undefined, { id: "child" });
      return await wf.continueAs(got === build ? 0 : -1);
    });
  const one = await openEngine({ store, build: "1", workflows: [parent("1"), child("1")] });
  await openEngine({ store, build: "2", workflows: [parent("2"), child("2")] });
  const run = await one.start("parent", 1, { id: "p" });
  await until(
    "the child waits",
    async () => (await one.list({ status: "waiting", workflow: "child" })).items.length === 1,
  );
  expect(await one.handle("child").status()).toMatchObject({ build: "1" });
  await one.handle("child").signal(go, "");
  expect(await run.result()).toMatch(/^[12] at the end$/);
  expect((await one.handle("p").status()).build).toMatch(/^[12]$/);
});

it("goes on from what it recorded before it was let go, whenever its process dies", async () => {
  const crashes = await crashAtEveryCommit(
    {
      workflows: (note) => [
        workflow({ name: "flow", versioning: "pinned" }, async (wf) => {
          await wf.step("first", () => note("first"));
          await wf.receive(go);
          await wf.step("second", () => note("second"));
          return "through";
        }),
      ],
      drive: async (engine) => {
        const run = await engine.start("flow", undefined, { id: "r" });
        await until("it rests", async () => ["waiting", "completed"].includes((await run.status()).status));
        await run.resume({ build: "any" });
        if ((await run.status()).status !== "completed") await run.signal(go, "", { key: "once" });
        return await run.result();
      },
    },
    ({ result, effects }, undisturbed, where) => {
      expect(result, where).toBe(undisturbed.result);
      expect([...new Set(effects)], where).toEqual(["first", "second"]);
    },
  );
  expect(crashes).toBeGreaterThan(6);
});

it("refuses nonsense", async () => {
  expect(() => workflow({ name: "x", versioning: "sticky" as never }, () => 1)).toThrow(
    expect.objectContaining({ code: "invalid-option", facts: expect.objectContaining({ option: "versioning" }) }),
  );
  const engine = await engineOf("1", { store: memory() });
  const run = await engine.start("flow");
  for (const options of [{ build: "2" }, { by: "" }, { other: 1 }, null])
    await expect(run.resume(options as never)).rejects.toMatchObject({ code: "invalid-option" });
  await expect(run.retry({ build: "2" } as never)).rejects.toMatchObject({ code: "invalid-option" });
});
