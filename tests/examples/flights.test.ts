import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aggregateColumns } from "../../examples/flights/aggregate.ts";
import { decodeGroup, type FlightColumns } from "../../examples/flights/row-group.ts";
import { describeSource } from "../../examples/flights/source.ts";
import { ExampleRun } from "./example-run.ts";

let example: ExampleRun;
beforeEach(() => {
  example = new ExampleRun("flights/yaml/flights.yml");
});
afterEach(() => example.remove());

/** What the pipeline in code counts of January. */
async function january() {
  const { groups } = await describeSource();
  const whole: FlightColumns[] = [];
  for (const group of groups.slice(0, 2)) whole.push(await decodeGroup(group));
  const end = Date.UTC(2001, 1) / 60_000;
  const parts = whole.map((columns) => {
    const rows = columns.minute.findIndex((minute) => minute >= end);
    return rows < 0 ? columns : firstRows(columns, rows);
  });
  return parts.map((columns) => aggregateColumns(columns, 0));
}

function firstRows(columns: FlightColumns, rows: number): FlightColumns {
  return {
    minute: columns.minute.subarray(0, rows),
    delay: columns.delay.subarray(0, rows),
    distance: columns.distance.subarray(0, rows),
    origin: columns.origin.slice(0, rows),
    destination: columns.destination.slice(0, rows),
  };
}

test("killed while Python counts, it comes to the numbers of the pipeline in code", { timeout: 120_000 }, async () => {
  const out = join(example.folder, "report");
  const at = { program: "python3", call: 1, having: "runner.py" } as const;
  const outputs = await example.killedAndResumed(at, ["-p", "months=[1]", "-p", `out=${out}`]);

  const parts = await january();
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const hours = [...new Set(parts.flatMap((part) => Object.keys(part.hours)))].sort().map((hour) => {
    const [flights, minutes, late] = [0, 1, 2].map((field) => sum(parts.map((part) => part.hours[hour]?.[field] ?? 0)));
    return { hour, flights, minutes, late };
  });
  const [kept, rejected] = [sum(parts.map((part) => part.kept)), sum(parts.map((part) => part.rejected))];
  expect(outputs).toEqual({ kept, rejected, hours, file: join(out, "hours.md") });
  expect(kept).toBeGreaterThan(400_000);

  const report = readFileSync(join(out, "hours.md"), "utf8");
  expect(report.match(/^\| \d\d:00 /gm)).toHaveLength(hours.length);
  // The month was read once: what the kill cut off was the counting.
  const steps = await example.steps("killed");
  expect(steps.filter((step) => !step.includes("workspace"))).toEqual([
    "month/month=1/read",
    "month/month=1/count",
    "month/month=1/bash",
    "report/add-up",
    "report/write",
  ]);
});
