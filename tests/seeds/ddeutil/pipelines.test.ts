import { loadText, renderProblems, Triggers } from "@stepwell/declarative";
import { describe, expect, test } from "vitest";
import { asItWas, original, pageDefinitions } from "./page-blocks.ts";
import { type SnippetOptions, snippetRun } from "./snippet-run.ts";

// Pipelines of ddeutil-workflow, as docs/migrate/ddeutil.md says that they are written here.

const definitions = pageDefinitions().filter(({ text }) => text.includes("type: Workflow"));
const names = definitions.map(({ name }) => name);

test("the page has all pipelines", () => {
  expect(names.sort()).toEqual([
    "circuit-breaker",
    "complex-workflow",
    "fan-out-fan-in",
    "my-workflow",
    "retry-pattern",
    "robust-workflow",
    "scheduled-workflow",
  ]);
});

test.each(definitions)("$name differs from how it was written by the lines that are marked, and by no other", (one) => {
  expect(asItWas(one)).toBe(original(one.name));
});

test.each(definitions)("without them, loading $name says what is missing", async ({ name }) => {
  const { problems } = await loadText({ file: `${name}.yml`, text: original(name), format: "yaml" });
  expect(problems.length).toBeGreaterThan(0);
  const shown = renderProblems(problems);
  expect(shown).toContain("does not say in which language its run is written");
  if (name === "my-workflow") expect(shown).toContain('there is no param "data_url"');
});

const run = (name: string, options?: SnippetOptions) =>
  snippetRun(definitions.find((one) => one.name === name)?.text ?? "", options);

describe("executed", () => {
  test("my-workflow: defaults of params, a script of each language, a matrix", async () => {
    const { context, calls } = await run("my-workflow", {
      params: { data_url: "https://example.org/a b.csv?x=$(id)", input_file: "in.csv" },
    });
    expect(context.status).toBe("SUCCESS");
    expect(context.params).toMatchObject({ environment: "development" });
    expect(calls[0]).toEqual(["wget", "https://example.org/a b.csv?x=$(id)", "-O", "/tmp/data.csv"]);
    const processed = calls.slice(1).map((call) => JSON.stringify(call));
    expect(processed.sort()).toEqual(
      ["dev", "prod", "staging"].map((env) => JSON.stringify(["process_data", { env }])),
    );
  });

  test("complex-workflow: two keys make twelve legs; times reach a script as texts", async () => {
    const params = { start_date: "2026-01-01T00:00:00Z", end_date: "2026-02-01T00:00:00Z" };
    const { context, calls } = await run("complex-workflow", { params });
    expect(context.status).toBe("SUCCESS");
    expect(Object.keys(context.jobs["parallel-processing"]?.strategies ?? {})).toHaveLength(12);
    expect(calls).toHaveLength(13);
    expect(calls).toContainEqual([
      "process_region.sh",
      "--region=eu-central",
      "--shard=4",
      "--start-date=2026-01-01T00:00:00Z",
      "--end-date=2026-02-01T00:00:00Z",
    ]);
    expect(calls.at(-1)).toEqual(["aggregate_results"]);
  });

  test("robust-workflow: the retries are a param; fallback and cleanup run after the failure", async () => {
    const { context, calls } = await run("robust-workflow", {
      params: { retry_count: 1 },
      failures: { process_data: 9 },
    });
    expect(calls).toEqual([["process_data"], ["process_data"], ["fallback_process"], ["cleanup_resources"]]);
    expect(context.jobs).toMatchObject({
      "main-process": { status: "FAILED" },
      fallback: { status: "SUCCESS" },
      cleanup: { status: "SUCCESS" },
    });
    expect(context.status).toBe("FAILED");
  });

  test("robust-workflow: after a success no fallback, and the cleanup all the same", async () => {
    const { context, calls } = await run("robust-workflow");
    expect(calls).toEqual([["process_data"], ["cleanup_resources"]]);
    expect(context).toMatchObject({ status: "SUCCESS", jobs: { fallback: { status: "SKIP" } } });
    expect(context.params).toEqual({ retry_count: 3 });
  });

  test("scheduled-workflow: three triggers, each schedule in its own zone", async () => {
    const { text } = definitions.find(({ name }) => name === "scheduled-workflow") ?? { text: "" };
    const { definitions: loaded } = await loadText({ file: "flow.yml", text, format: "yaml" });
    const triggers = new Triggers(loaded[0]?.on ?? []);
    expect(triggers.manual).toBe(true);
    // In winter nine o'clock in New York is 14:00 UTC; in summer 13:00.
    const next = (count: number, after: string) =>
      triggers.upcoming(count, new Date(after)).map(({ at }) => at.toISOString().slice(0, 16));
    expect(next(3, "2026-01-11T12:00Z")).toEqual(["2026-01-12T02:00", "2026-01-12T14:00", "2026-01-13T02:00"]);
    expect(next(2, "2026-07-06T00:00Z")).toEqual(["2026-07-06T02:00", "2026-07-06T13:00"]);
    const { context, calls } = await run("scheduled-workflow");
    expect(calls).toEqual([["perform_scheduled_task"]]);
    expect(context.jobs["scheduled-task"]?.outputs.stdout).toMatch(/^Executing at 20\d\d-/);
  });

  test("fan-out-fan-in: legs from the outputs of a script, values of any kind", async () => {
    const { context, calls } = await run("fan-out-fan-in");
    expect(context.status).toBe("SUCCESS");
    expect(calls[0]).toEqual(["split_data"]);
    expect(
      calls
        .slice(1, 3)
        .map((call) => JSON.stringify(call))
        .sort(),
    ).toEqual(['["process_partition",{"from":0,"to":100}]', '["process_partition",{"from":100,"to":180}]']);
    expect(calls.at(-1)).toEqual(["merge_results"]);
  });

  test("circuit-breaker: either the main job or the fallback", async () => {
    const well = await run("circuit-breaker");
    expect(well.calls).toEqual([["check_system_health"], ["process_data"]]);
    expect(well.context.status).toBe("SUCCESS");
    const ill = await run("circuit-breaker", { healthy: false });
    expect(ill.calls).toEqual([["check_system_health"], ["fallback_processing"]]);
    expect(ill.context.jobs["main-process"]).toMatchObject({
      status: "SKIP",
      info: { reason: "all_success: check-health is failure" },
    });
    expect(ill.context.errors[0]?.message).toContain("Exception: System unhealthy");
  });

  test("retry-pattern: the script is told its attempt; it may call something else `result`", async () => {
    const { context, calls } = await run("retry-pattern", { failures: { risky_operation: 1 } });
    expect(calls).toEqual([["risky_operation"], ["risky_operation"]]);
    expect(context).toMatchObject({ status: "SUCCESS", outputs: { "retry-job": { attempt: 2, delay: 2 } } });
  });
});
