/** A run for tests of views: its entries, and looks at it, without an engine. */
import type { RunDetails, RunEventItem, TreeActivity } from "@stepwell/core";
import type { Heading, Look } from "./view.ts";

export const startedAt = Date.parse("2026-11-21T12:00:00Z");

export const heading: Heading = {
  workflow: "pipeline",
  run: "r-0rjm4j8cjc6rybt",
  file: "examples/pipeline.ts",
  begun: "started",
  recordedSteps: 0,
  startedAt,
};

/** @param at ms since the start of the run */
export function entry(
  seq: number,
  at: number,
  parts: { kind?: string; op: string; attempt?: number; value?: unknown },
): RunEventItem {
  const { kind = "step", op, attempt = 1, value } = parts;
  const recorded = { seq, kind: kind as "step", op, at: new Date(startedAt + at), attempt, value };
  return { type: "entry", run: heading.run, generation: 1, seq, entry: recorded };
}

/** @param at ms since the start of the run */
export function lookAt(at: number, parts: Partial<Look> = {}): Look {
  return { now: startedAt + at, status: "running", why: "", executing: [], totals: new Map(), ...parts };
}

export function executing(op: string, since: number, parts: Partial<TreeActivity> = {}): TreeActivity {
  return { op, attempt: 1, startedAt: startedAt + since, ...parts };
}

export function detailsOf(parts: Partial<RunDetails>): RunDetails {
  return {
    id: heading.run,
    generation: 1,
    workflow: heading.workflow,
    status: "completed",
    orphaned: false,
    why: undefined,
    title: undefined,
    tags: [],
    attributes: {},
    parent: undefined,
    forkedFrom: undefined,
    root: undefined,
    queue: "default",
    build: undefined,
    priority: 0,
    createdAt: new Date(startedAt),
    startedAt: new Date(startedAt),
    endedAt: new Date(startedAt + 20_000),
    wakeAt: undefined,
    cancelRequestedAt: undefined,
    module: "",
    input: undefined,
    output: undefined,
    error: undefined,
    compensationErrors: [],
    unreadable: undefined,
    ...parts,
  };
}

/** A pipeline in the middle: two steps done, a group with failures and retries, a scope. */
export function pipelineEvents(): RunEventItem[] {
  const retry = { error: new Error("503 from 127.0.0.1:4010"), nextAt: startedAt + 10_000, maxAttempts: 5 };
  return [
    entry(1, 800, { op: "read", value: { records: 100_000 } }),
    entry(2, 1_900, { op: "clean", value: { kept: 97_412, rejected: 2_588 } }),
    ...Array.from({ length: 122 }, (_, n) =>
      entry(n + 3, 2_000 + n * 50, { op: n === 0 ? "enrich/page" : `enrich/page#${n + 1}` }),
    ),
    entry(125, 8_100, { kind: "attempt", op: "enrich/page#130", attempt: 2, value: retry }),
    entry(126, 8_200, {
      kind: "step-failed",
      op: "enrich/page#131",
      attempt: 5,
      value: new Error("404 from 127.0.0.1:4010"),
    }),
    entry(127, 8_300, { op: "publish/upload" }),
  ];
}

export const pipelineExecuting: readonly TreeActivity[] = [
  executing("publish/notify", 8_300, { progress: { done: 40, total: 200 } }),
  ...Array.from({ length: 8 }, (_, n) => executing(`enrich/page#${n + 140}`, 8_000)),
];
