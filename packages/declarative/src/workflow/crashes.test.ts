import { crashTest } from "@stepwell/core/testing";
import { expect, test } from "vitest";
import { definitionWorkflow } from "../interpret/definition-workflow.ts";
import type { RunInput } from "../interpret/run-input.ts";
import { definition, job, servicesOf, stage, stageTypes } from "../interpret/test-definition.fixture.ts";
import { rerunFrom } from "./rerun-from.ts";
import { rerunPlan } from "./rerun-plan.ts";

// A release and a rerun, crashed at every position of their journals and at every commit.

const give = (id: string, value: object = {}) => stage(id, "give", { value: value as never });
const flow = definition(
  [
    job("read", [give("count", { n: 3 })]),
    job("legs", [give("l", { of: "${{ matrix.n }}" })], {
      needs: ["read"],
      strategy: { matrix: [{ name: "n", values: [1, 2] }], include: [], exclude: [], failFast: true },
    }),
    job("write", [give("first"), give("second", { at: "at ${{ release.logical_date }}" }), give("third")], {
      needs: ["legs"],
    }),
  ],
  { finally: [give("tidy")] },
);
const release = {
  type: "normal",
  logical_date: "2026-01-05T02:00:00.000Z",
  previous: null,
  run_id: "flow@2026-01-05T02:00Z",
} as const;
const started: RunInput = { definition: flow, params: {}, release };

test("a release comes to the same end, with one record, wherever it is cut off", async () => {
  const records: object[] = [];
  const sink = { name: "mine", write: (record: object) => void records.push(record) };
  const services = servicesOf({ auditSinks: new Map([["mine", sink]]) });
  const input: RunInput = { ...started, audit: { name: "flow", to: { sink: "mine" } } };
  const report = await crashTest(definitionWorkflow(flow, services), input, {
    prepare: () => {
      records.length = 0;
      // A sink may be given a record twice: it is the same one.
      return () => [...new Set(records.map((record) => JSON.stringify((record as { id: string }).id)))];
    },
  });
  expect(report.crashes).toBeGreaterThan(10);
});

test("so does one that fails", async () => {
  const failing = { ...flow, jobs: [...flow.jobs, job("bad", [stage("f", "fail")])] };
  const input: RunInput = { ...started, definition: failing, audit: { name: "flow" } };
  const report = await crashTest(definitionWorkflow(failing, servicesOf()), input);
  expect(report.crashes).toBeGreaterThan(10);
});

test("a rerun from a stage comes to the same end wherever it is cut off, and executes nothing that is kept", async () => {
  const done = { status: "SUCCESS", info: {}, errors: [], outputs: {} } as const;
  const leg = (n: number) => ({ ...done, matrix: { n }, stages: {} });
  const first = { status: "SUCCESS", outputs: {}, errors: [] } as const;
  const records = {
    read: { ...done, outputs: { n: 3 } },
    legs: { ...done, strategies: { "n=1": leg(1), "n=2": leg(2) } },
    write: { ...done, status: "FAILED", stages: { first, second: { ...first, status: "FAILED" } } },
  } as const;
  const from = rerunFrom("write/second", flow, records);
  const { kept, keptParts, again } = rerunPlan(flow, { records, from, workspace: () => undefined });
  expect([again, Object.keys(kept)]).toEqual([["write"], ["read", "legs"]]);
  const input: RunInput = { ...started, kept, keptParts, audit: { name: "flow" } };
  const executed = new Set<string>();
  const stages = stageTypes((text) => executed.add(text.split(" ")[0] ?? ""));
  const report = await crashTest(definitionWorkflow(flow, servicesOf({ stages })), input);
  expect(report.crashes).toBeGreaterThan(5);
  expect([...executed]).toEqual(["second", "third", "tidy"]);
});
