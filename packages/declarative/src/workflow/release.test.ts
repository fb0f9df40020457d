import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, nodeHost, Stepwell } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { two, world } from "./releases.fixture.ts";

describe("a normal release", () => {
  test("is executed once for its minute, and knows its times", async () => {
    await using at = await world();
    const { workflow, engine, params, notes } = at;
    const result = await workflow.release(two(5), params);
    expect(result).toMatchObject({ status: "SUCCESS", runId: "nightly@2026-01-05T02:00Z", generation: 1 });
    expect(result.context.jobs.work?.stages?.times?.outputs.message).toBe(
      "2026-01-04T02:00:00.000Z before 2026-01-05T02:00:00.000Z",
    );
    expect(notes()).toEqual(["normal 2026-01-05 02:00 nightly@2026-01-05T02:00Z"]);
    expect((await engine.handle(result.runId).status()).tags).toEqual(["etl", "release"]);
    const again = await workflow.release(two(5), params);
    expect(again).toMatchObject({ status: "SKIP", generation: 1, why: expect.stringMatching(/released already/) });
    expect(again.context.jobs.work?.status).toBe("SUCCESS");
    expect(notes()).toEqual([]);
    expect((await workflow.release(two(6), params)).runId).toBe("nightly@2026-01-06T02:00Z");
  });

  test("that has failed is executed again, in its next generation", async () => {
    await using at = await world();
    const { workflow, folder, params, notes } = at;
    writeFileSync(join(folder, "broken"), "");
    expect((await workflow.release(two(5), params)).status).toBe("FAILED");
    rmSync(join(folder, "broken"));
    expect(await workflow.release(two(5), params)).toMatchObject({ status: "SUCCESS", generation: 2 });
    expect(notes().length).toBe(2);
    expect((await workflow.release(two(5), params)).status).toBe("SKIP");
  });

  test("asked for by several at once is one, first and after a failure", async () => {
    const store = memory();
    await using one = await world(store);
    await using other = await world(store);
    writeFileSync(join(one.folder, "broken"), "");
    const params = { folder: one.folder };
    const both = async () =>
      await Promise.all([one, other, one].map(({ workflow }) => workflow.release(two(5), params)));
    expect((await both()).map(({ status, generation }) => `${status} ${generation}`)).toContain("FAILED 1");
    const begun = one.notes().length;
    rmSync(join(one.folder, "broken"));
    const after = (await one.engine.handle("nightly@2026-01-05T02:00Z").status()).generation;
    const results = await both();
    // One has begun it anew; the others have waited for that one, or come when it had ended.
    expect(results.every(({ status }) => status === "SUCCESS" || status === "SKIP")).toBe(true);
    expect(results.some(({ status }) => status === "SUCCESS")).toBe(true);
    expect(one.notes().length + begun).toBe(after + 1);
  });
});

describe("other releases", () => {
  test("rerun and force execute it again, force at any time", async () => {
    await using at = await world();
    const { workflow, params, notes } = at;
    await workflow.release(two(5), params);
    const rerun = await workflow.release(two(5), params, { releaseType: "rerun" });
    expect(rerun).toMatchObject({ status: "SUCCESS", generation: 2 });
    const noon = new Date("2026-01-05T12:34:56Z");
    await expect(workflow.release(noon, params)).rejects.toMatchObject({ code: "not-a-release-time" });
    for (const generation of [1, 2])
      expect(await workflow.release(noon, params, { releaseType: "force" })).toMatchObject({
        status: "SUCCESS",
        runId: "nightly@2026-01-05T12:34Z",
        generation,
      });
    expect(notes().map((line) => line.split(" ")[0])).toEqual(["normal", "rerun", "force", "force"]);
  });

  test("events are as many as they are, each id once", async () => {
    await using at = await world();
    const { workflow, params, notes } = at;
    const now = new Date("2026-01-05T12:00Z");
    const ids = [];
    for (const runId of ["e1", "e1", "e2", undefined, undefined]) {
      const options = { releaseType: "event", ...(runId === undefined ? {} : { runId }) } as const;
      ids.push((await workflow.release(now, params, options)).runId);
    }
    expect(ids.slice(0, 3)).toEqual(["e1", "e1", "e2"]);
    expect(new Set(ids).size).toBe(4);
    expect(notes().map((line) => line.split(" ")[3])).toEqual(["e1", "e2", ...ids.slice(3)]);
  });

  test("a dry run executes nothing, and leaves nothing", async () => {
    await using at = await world();
    const { workflow, engine, params, notes } = at;
    const dry = await workflow.release(two(5), params, { releaseType: "dryrun", excluded: ["report"] });
    expect([dry.status, dry.context.jobs.work?.info.reason]).toEqual(["SKIP", "a dry run executes nothing"]);
    expect([notes(), await engine.count()]).toEqual([[], 0]);
    await expect(workflow.release(two(5), {}, { releaseType: "dryrun" })).rejects.toMatchObject({ name: "ParamError" });
  });

  test("leave out jobs, and carry names of the caller", async () => {
    await using at = await world();
    const { workflow, engine, params, notes } = at;
    const options = { excluded: ["work"], runId: "my-17", parentRunId: "p" };
    const result = await workflow.release(two(5), params, options);
    expect(result.context.jobs).toMatchObject({
      work: { status: "SKIP", info: { reason: "excluded from this release" } },
      report: { status: "SKIP" },
    });
    expect(notes()).toEqual([]);
    const found = await engine.list({ tag: "run:my-17" });
    expect(found.items.map(({ id }) => id)).toEqual([result.runId]);
  });
});

describe("a time to come", () => {
  test("is waited for on disk, also when whoever asked is gone", async () => {
    const store = memory();
    let offset = 0;
    const host = { ...nodeHost(), now: () => Date.now() + offset };
    await using keeping = await Stepwell.open({ store, worker: false });
    expect(await keeping.count()).toBe(0);
    const date = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 2 * 3_600_000);
    let id = "";
    {
      await using at = await world(store);
      const waiting = await at.workflow.release(date, at.params, { wait: false });
      id = waiting.runId;
      expect(waiting).toMatchObject({ status: "WAIT", generation: 1 });
      expect((await at.engine.handle(id).status()).status).toBe("pending");
      // Asked again: it is the same one that waits.
      expect((await at.workflow.release(date, at.params, { wait: false })).generation).toBe(1);
    }
    offset = date.getTime() - Date.now() + 1_000;
    await using later = await world(store, host);
    const result = await later.workflow.release(date, later.params);
    expect(result).toMatchObject({ status: "SUCCESS", runId: id, generation: 1 });
    expect(result.startedAt?.getTime()).toBeGreaterThanOrEqual(date.getTime());
  });
});

test("what cannot be released is refused, with what was meant", async () => {
  await using at = await world();
  const { workflow, engine, params } = at;
  const bad: [() => Promise<unknown>, object][] = [
    [() => workflow.release(new Date("nonsense"), params), { code: "call-invalid", facts: { option: "date" } }],
    [() => workflow.release("2026-01-05" as never, params), { code: "call-invalid", facts: { option: "date" } }],
    [() => workflow.release(new Date("2026-01-05T02:01Z"), params), { code: "not-a-release-time" }],
    [() => workflow.release(two(5), {}), { code: "params-invalid" }],
    [() => workflow.release(two(5), params, { releaseType: "fource" as never }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { excluded: ["wrok"] }), { code: "unknown-job" }],
    [() => workflow.release(two(5), params, { excluded: "work" as never }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { audit: "fiel" as never }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { audit: null as never }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { overrideLogName: "" }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { runId: "" }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { timeout: 0 }), { code: "call-invalid" }],
    [() => workflow.release(two(5), params, { overideLogName: "x" } as never), { code: "call-invalid" }],
  ];
  for (const [call, error] of bad) await expect(call()).rejects.toMatchObject(error);
  expect(await engine.count()).toBe(0);
  await engine.start(workflow, params, { id: "nightly@2026-01-05T02:00Z" });
  await expect(workflow.release(two(5), params)).rejects.toMatchObject({ code: "release-id-taken" });
});
