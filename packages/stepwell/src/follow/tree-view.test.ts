import { StepFailed } from "@stepwell/core";
import { expect, test } from "vitest";
import { screenOn } from "../terminal/screen.ts";
import { TestTerminal } from "../terminal/test-terminal.ts";
import {
  detailsOf,
  entry,
  executing,
  heading,
  lookAt,
  pipelineEvents,
  pipelineExecuting,
  startedAt,
} from "./test-run.ts";
import { TreeView } from "./tree-view.ts";

function viewOn(terminal: TestTerminal): TreeView {
  const view = new TreeView({
    screen: screenOn(terminal.stream, { colour: true, glyphs: true, live: true }),
    folder: "/",
    where: "",
  });
  view.began(heading);
  return view;
}

test("a run from its first step to its end", () => {
  const terminal = new TestTerminal(80);
  const view = viewOn(terminal);
  view.look(lookAt(100, { executing: [executing("read", 50)] }));
  expect(terminal.screen).toEqual(["pipeline  r-0rjm4j8cjc6rybt  examples/pipeline.ts", "  ▸ read"]);
  for (const event of pipelineEvents()) view.event(event, true);
  view.look(lookAt(8_400, { executing: pipelineExecuting }));
  expect(terminal.screen[3]).toMatch(/^ {2}▸ enrich {2,}122 done {2}1 failed {2}↻ 1 retried/);
  view.ended(detailsOf({}), startedAt + 20_000);
  expect(terminal.screen.at(-1)).toBe("✓ completed  20.0s");
  expect(terminal.wrapped).toBe(0);
});

test.each([40, 60, 80])("what the engine has to say is whole in %i columns, and nothing wraps", (columns) => {
  const terminal = new TestTerminal(columns);
  const view = viewOn(terminal);
  const text = "goes on without it: leaf-1, leaf-2; stepwell resume leaf-1 --store file:some/where/stepwell.db";
  view.notice(text);
  view.look(lookAt(100));
  view.ended(detailsOf({}), startedAt + 1);
  view.notice(text);
  expect(terminal.screen.join(" ").replaceAll(/ +/g, " ").split(text)).toHaveLength(3);
  expect(terminal.wrapped).toBe(0);
});

test("F1: the moving part stays small, and what is done above it is written once, in order", () => {
  const terminal = new TestTerminal(60, 10);
  const view = viewOn(terminal);
  for (let n = 1; n <= 40; n++) {
    view.look(lookAt(n * 100 - 50, { executing: [executing(`step-${n}`, n * 100 - 60)] }));
    view.event(entry(n, n * 100, { op: `step-${n}` }), true);
    view.look(lookAt(n * 100));
  }
  view.ended(detailsOf({}), startedAt + 20_000);
  const names = terminal.screen.map((line) => /step-\d+/.exec(line)?.[0]).filter((name) => name !== undefined);
  expect(names).toEqual(Array.from({ length: 40 }, (_, n) => `step-${n + 1}`));
});

test("F2: a row that was written and goes on later has its last word at the end", () => {
  const terminal = new TestTerminal(60, 6);
  const view = viewOn(terminal);
  let seq = 0;
  for (const op of ["a", "b", "c", "d", "e", "f"]) view.event(entry(++seq, seq * 100, { op }), true);
  view.look(lookAt(700));
  for (const round of [2, 3])
    for (const op of ["a", "b"]) view.event(entry(++seq, seq * 100, { op: `${op}#${round}` }), true);
  view.look(lookAt(1_200));
  view.ended(detailsOf({}), startedAt + 2_000);
  const lines = terminal.screen.map((line) => line.replace(/\s+/g, " ").trim());
  expect(lines.filter((line) => line.startsWith("✓ a"))).toEqual([
    expect.stringMatching(/^✓ a \d+ms|^✓ a /),
    expect.stringMatching(/^✓ a 3 done/),
  ]);
  expect(lines.filter((line) => line.startsWith("✓ f"))).toHaveLength(1);
});

test("F3: what the code prints appears above, without what could harm the screen", () => {
  const terminal = new TestTerminal(60);
  const view = viewOn(terminal);
  view.look(lookAt(100, { executing: [executing("read", 50)] }));
  view.printed("half a line, ");
  view.printed("the rest\u001b[2J\u001b[?1049h\nred \u001b[31mword\n");
  view.look(lookAt(200, { executing: [executing("read", 50)] }));
  expect(terminal.screen.slice(1)).toEqual(["half a line, the rest", "red word", "  ▸ read"]);
});

test("waiting shows the run's sentence, and nothing of it is left at the end", () => {
  const terminal = new TestTerminal(60);
  const view = viewOn(terminal);
  view.event(entry(1, 100, { op: "a" }), true);
  view.look(lookAt(200, { status: "waiting", why: 'waits for sleep "nap", in 2h 00m' }));
  expect(terminal.screen.at(-1)).toBe('  ◷ waits for sleep "nap", in 2h 00m');
  view.ended(detailsOf({}), startedAt + 20_000);
  expect(terminal.screen.slice(2)).toEqual(["✓ completed  20.0s"]);
});

test("a narrower terminal is drawn anew, without a line that wraps", () => {
  const terminal = new TestTerminal(80);
  const view = viewOn(terminal);
  for (const event of pipelineEvents()) view.event(event, true);
  view.look(lookAt(8_400, { executing: pipelineExecuting }));
  terminal.resize(40);
  view.look(lookAt(9_400, { executing: pipelineExecuting }));
  view.saving({ executing: 9, graceMs: 5_000, interrupted: true });
  view.saved({
    run: heading.run,
    status: "pending",
    exit: 130,
    recordedSteps: 125,
    again: 9,
    released: true,
    where: "",
    kept: true,
  });
  expect(terminal.wrapped).toBe(0);
  expect(terminal.screen.slice(-5)).toEqual([
    "  saving: 9 steps in progress get 5 s",
    "  (Ctrl-C again leaves at once)",
    "◷ saved  r-0rjm4j8cjc6rybt",
    "  125 steps recorded, 9 will run again",
    "  stepwell resume r-0rjm4j8cjc6rybt",
  ]);
});

test("a failure says what failed, why, what is kept, and what to do", () => {
  const terminal = new TestTerminal(80);
  const view = viewOn(terminal);
  view.event(entry(1, 100, { op: "read" }), true);
  const cause = Object.assign(new Error("503 from http://127.0.0.1:4010/geo"), { name: "HttpError", stack: "" });
  const error = new StepFailed({
    code: "step-failed",
    message: "",
    hint: "",
    facts: { step: "enrich/page#17", attempts: 5 },
    cause,
  });
  view.ended(detailsOf({ status: "failed", error, endedAt: new Date(startedAt + 14_200) }), startedAt + 15_000);
  expect(terminal.screen.slice(-3)).toEqual([
    "✗ enrich/page#17 failed after 5 attempts, 14.2s                     step-failed",
    "  HttpError: 503 from http://127.0.0.1:4010/geo",
    "  kept: 1 recorded step. fix, then: stepwell retry r-0rjm4j8cjc6rybt",
  ]);
});

test("rows of a generation stand above those of the next, which begins without them", () => {
  const terminal = new TestTerminal(80, 20);
  const view = viewOn(terminal);
  view.event(entry(1, 100, { op: "read" }), true);
  view.event(entry(2, 200, { op: "close" }), true);
  view.look(lookAt(300));
  view.event({ ...entry(1, 400, { op: "read" }), generation: 2 }, true);
  view.look(lookAt(500));
  expect(terminal.screen.slice(1).map((line) => line.trim().replace(/ {2,}.*/, ""))).toEqual([
    "✓ read",
    "✓ close",
    "goes on as generation 2",
    "✓ read",
  ]);
  view.ended(detailsOf({ generation: 2 }), startedAt + 20_000);
  expect(terminal.screen.filter((line) => line.includes("read")).length).toBe(2);
});
