import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Stepwell } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import type { AuditRecord } from "../interpret/audit-record.ts";
import { FileAudit } from "./audit-target.ts";
import { two, world } from "./releases.fixture.ts";
import { Workflow } from "./workflow.ts";

describe("the record of a release", () => {
  const record = async (engine: Stepwell, id: string) => (await engine.handle(id).get("audit")) as AuditRecord;

  test("is kept with the run: what was executed, with what, how it ended, when, and no secret", async () => {
    await using at = await world();
    const { workflow, engine, params } = at;
    const { runId } = await workflow.release(two(5), params, { excluded: ["report"], parentRunId: "p" });
    const kept = await record(engine, runId);
    expect(kept).toMatchObject({
      id: `${runId}.1`,
      name: "nightly",
      workflow: "nightly",
      status: "SUCCESS",
      parentRunId: "p",
      release: { type: "normal", logical_date: "2026-01-05T02:00:00.000Z" },
      params: { password: "***" },
      errors: [],
      jobs: {
        work: { status: "SUCCESS", stages: { note: "SUCCESS", times: "SUCCESS", leak: "SUCCESS" } },
        report: { status: "SKIP", reason: "excluded from this release", kept: true },
      },
    });
    expect(JSON.stringify(kept)).not.toMatch("hunter2");
    const { work } = kept.jobs;
    expect(kept.startedAt && work?.startedAt && kept.startedAt <= work.startedAt).toBe(true);
    expect(work?.endedAt && work.endedAt <= kept.endedAt).toBe(true);
    expect(kept.durationMs).toBe(Date.parse(kept.endedAt) - Date.parse(String(kept.startedAt)));
    const ops = (await engine.handle(runId).journal()).map(({ op }) => op);
    expect(ops.filter((op) => op.includes("audit"))).toEqual(["on-complete/audit"]);
  });

  test("says how it failed, was cancelled, or ran out of time", async () => {
    await using at = await world();
    const { workflow, engine, folder, params } = at;
    writeFileSync(join(folder, "broken"), "");
    const failed = await workflow.release(two(5), params);
    expect(await record(engine, failed.runId)).toMatchObject({
      status: "FAILED",
      errors: [{ path: "jobs.work.stages.note" }],
      jobs: { work: { status: "FAILED" }, report: { status: "SKIP" } },
    });
    const cancelled = await workflow.release(two(6), params, { signal: AbortSignal.abort() });
    if (cancelled.startedAt !== undefined) expect((await record(engine, cancelled.runId)).status).toBe("CANCEL");
    const late = await workflow.release(two(7), params, { timeout: 0.001 });
    expect(await record(engine, late.runId)).toMatchObject({ status: "FAILED", timedOut: true });
  });

  test("goes to files and sinks, under the name that is wanted, once for each generation", async () => {
    await using at = await world();
    const { workflow, folder, params } = at;
    const audit = FileAudit.in("records");
    await workflow.release(two(5), params, { audit, overrideLogName: "a/b" });
    await workflow.release(two(5), params, { audit, overrideLogName: "a/b", releaseType: "rerun" });
    const files = readdirSync(join(folder, "records/a%2Fb")).sort();
    expect(files).toEqual(["nightly@2026-01-05T02%3A00Z.1.json", "nightly@2026-01-05T02%3A00Z.2.json"]);
    const text = readFileSync(join(folder, "records/a%2Fb", files[1] ?? ""), "utf8");
    expect(JSON.parse(text)).toMatchObject({ generation: 2, release: { type: "rerun" } });
    await workflow.release(two(6), params, { audit: FileAudit });
    await workflow.release(two(7), params, { audit: "file" });
    expect(readdirSync(join(folder, ".stepwell/audit/nightly")).length).toBe(2);
    const written: AuditRecord[] = [];
    const sink = { name: "mine", write: (each: AuditRecord) => void written.push(each) };
    await workflow.release(two(8), params, { audit: sink });
    expect(written.map(({ id }) => id)).toEqual(["nightly@2026-01-08T02:00Z.1"]);
  });

  test("a sink that fails fails no release", async () => {
    await using at = await world();
    const { workflow, engine, folder, params } = at;
    appendFileSync(join(folder, "records"), "a file, no folder");
    const result = await workflow.release(two(5), params, { audit: FileAudit.in("records"), wait: false });
    while ((await engine.handle(result.runId).get("audit")) === undefined)
      await new Promise((done) => setTimeout(done, 5));
    await engine.handle(result.runId).kill();
    expect((await record(engine, result.runId)).status).toBe("SUCCESS");
  });

  test("is not kept where the setting or the call says so", async () => {
    await using at = await world();
    const { workflow, engine, folder, params } = at;
    const off = await workflow.release(two(5), params, { audit: false });
    expect(await record(engine, off.runId)).toBeUndefined();
    const variables = { PATH: process.env.PATH, WORKFLOW_CORE_AUDIT_ENABLED: "false" };
    const quiet = await Workflow.fromConf("nightly", { folder, variables, engine });
    expect(await record(engine, (await quiet.release(two(6), params)).runId)).toBeUndefined();
    const said = await quiet.release(two(7), params, { audit: "file" });
    expect((await record(engine, said.runId)).status).toBe("SUCCESS");
  });
});
