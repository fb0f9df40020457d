import type { RunView } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { detailsOf, startedAt } from "./follow/test-run.ts";
import { printRuns } from "./run-table.ts";
import { appearanceOf } from "./terminal/appearance.ts";
import { screenOn } from "./terminal/screen.ts";
import { TestTerminal } from "./terminal/test-terminal.ts";

const why =
  'workflow "pipeline" failed: jobs.a.stages.fetch: 503 from https://prices.example.org/v2/quotes?day=2026-01-31, after 5 attempts';
const runs: RunView[] = [
  detailsOf({ id: "r-0rkvdgjmfabw70h", status: "failed", why }),
  detailsOf({ id: "p1", status: "completed" }),
];

function shown(columns: number, items: readonly RunView[] = runs): string[] {
  const terminal = new TestTerminal(columns);
  const screen = screenOn(
    terminal.stream,
    appearanceOf(terminal.stream, { variables: {}, platform: "linux" }, "never"),
  );
  printRuns(
    { items, next: undefined },
    { result: screen, progress: screen, json: false, quiet: false },
    startedAt + 60_000,
  );
  expect(terminal.wrapped).toBe(0);
  return terminal.screen;
}

describe("a list of runs", () => {
  test("has reasons beside their runs where they fit", () => {
    const lines = shown(240);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(why);
  });

  test.each([120, 80, 40])("has them below, whole, in %i columns; and no mark where nothing was cut", (columns) => {
    const lines = shown(columns);
    const below = lines.filter((line) => line.startsWith("    "));
    // A word that is longer than a line is broken.
    expect(below.join("").replaceAll(" ", "")).toBe(why.replaceAll(" ", ""));
    // The name of the workflow is what a narrow terminal has no room for.
    expect(lines.filter((line) => columns > 40 && line.includes("…"))).toEqual([]);
    expect(lines.at(-1)).toMatch(/^\S+ completed\s+p1/);
  });

  test("cuts a reason that is as long as a page", () => {
    const lines = shown(40, [detailsOf({ id: "p1", status: "failed", why: "because ".repeat(400).trim() })]);
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toMatch(/^ {4}because.*…$/);
  });
});
