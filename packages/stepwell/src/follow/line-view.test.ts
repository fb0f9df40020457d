import { expect, test } from "vitest";
import { screenOn } from "../terminal/screen.ts";
import { TestTerminal } from "../terminal/test-terminal.ts";
import { LineView } from "./line-view.ts";
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

interface Tried {
  readonly view: LineView;
  /** Sets the clock, ms since the start of the run. */
  at(ms: number): void;
  lines(): string[];
}

function tryView(namesRun = false): Tried {
  const output = new TestTerminal(10_000);
  const stream = { ...output.stream, isTerminal: false };
  let now = startedAt;
  const view = new LineView({
    screen: screenOn(stream, { colour: false, glyphs: true, live: false }),
    folder: "/",
    where: "",
    now: () => now,
    annotate: false,
    namesRun,
  });
  view.began(heading);
  return {
    view,
    at: (ms) => {
      now = startedAt + ms;
    },
    lines: () => output.screen,
  };
}

test("a line per change", () => {
  const { view, at, lines } = tryView();
  for (const event of pipelineEvents().slice(0, 2)) view.event(event, true);
  for (const event of pipelineEvents().slice(124, 125)) view.event(event, true);
  at(2_000);
  view.look(lookAt(2_000, { status: "waiting", why: 'waits for sleep "nap", in 2h' }));
  view.look(lookAt(2_900, { status: "waiting", why: 'waits for sleep "nap", in 1h' }));
  at(20_000);
  view.ended(detailsOf({}), startedAt + 20_000);
  expect(lines()).toEqual([
    "12:00:00.000Z run   pipeline r-0rjm4j8cjc6rybt started",
    "12:00:00.000Z step  read  100,000 records",
    "12:00:00.000Z step  clean  97,412 kept, 2,588 rejected",
    "12:00:00.000Z retry enrich/page#130 attempt 3 of 5 in 2s: 503 from 127.0.0.1:4010",
    '12:00:02.000Z wait  waits for sleep "nap", in 2h',
    "12:00:20.000Z end   completed 20.0s",
  ]);
});

test("groups are summed up at most every ten seconds, and at the end", () => {
  const { view, at, lines } = tryView();
  let seq = 0;
  for (let second = 1; second <= 30; second++) {
    at(second * 1_000);
    for (let n = 0; n < 20; n++)
      view.event(entry(++seq, second * 1_000, { op: seq === 1 ? "page" : `page#${seq}` }), true);
    view.look(lookAt(second * 1_000));
  }
  view.ended(detailsOf({}), startedAt + 30_000);
  expect(lines().map((line) => line.slice(14))).toEqual([
    "run   pipeline r-0rjm4j8cjc6rybt started",
    "step  page",
    "group page  220 done",
    "group page  420 done",
    "group page  600 done",
    "end   completed 20.0s",
  ]);
});

test("ten thousand steps are less than a hundred lines, whatever they are called", () => {
  const { view, at, lines } = tryView();
  for (let seq = 1; seq <= 10_000; seq++) {
    at(seq * 10);
    view.event(entry(seq, seq * 10, { op: `step-${seq}` }), true);
    if (seq % 100 === 0) view.look(lookAt(seq * 10));
  }
  view.ended(detailsOf({}), startedAt + 100_000);
  expect(lines().length).toBeLessThan(100);
  expect(lines().at(-2)).toMatch(/step {2}[\d,]+ more done/);
});

test("a body that takes long is mentioned, ever more rarely", () => {
  const { view, at, lines } = tryView();
  for (let second = 1; second <= 100; second++) {
    at(second * 1_000);
    view.look(
      lookAt(second * 1_000, { executing: [executing("load", 0, { progress: { done: second, total: 200 } })] }),
    );
  }
  expect(
    lines()
      .slice(1)
      .map((line) => line.slice(14)),
  ).toEqual([
    "busy  load for 10s, 10/200  5%",
    "busy  load for 20s, 20/200  10%",
    "busy  load for 40s, 40/200  20%",
    "busy  load for 1m 20s, 80/200  40%",
  ]);
});

test("without a terminal there are no control sequences, and what the code prints passes as it is", () => {
  const { view, lines } = tryView();
  for (const item of pipelineEvents()) view.event(item, true);
  view.look(lookAt(9_000, { executing: pipelineExecuting }));
  view.printed("printed\n");
  expect(lines().at(-1)).toBe("printed");
  expect(lines().join("")).not.toContain("\u001b");
});

test("when several runs are followed, each line names its run", () => {
  const { lines } = tryView(true);
  expect(lines()).toEqual(["12:00:00.000Z r-0rjm4j8cjc6rybt  run   pipeline r-0rjm4j8cjc6rybt started"]);
});

test("a run that goes on in its next generation has a tree of its own there, and a line that says so", () => {
  const { view, at, lines } = tryView();
  for (const generation of [1, 2, 3]) {
    at(generation * 1_000);
    for (const [seq, op] of ["read", "page", "page#2"].entries())
      view.event({ ...entry(seq + 1, generation * 1_000, { op }), generation }, true);
  }
  view.ended(detailsOf({ generation: 3 }), startedAt + 20_000);
  const text = lines().map((line) => line.slice("12:00:00.000Z ".length));
  const each = ["step  read", "step  page", "group page  2 done"];
  expect(text.slice(1, -1)).toEqual([
    ...each,
    "next  goes on as generation 2",
    ...each,
    "next  goes on as generation 3",
    ...each,
  ]);
});

test("generations that come by the hundred are not told of one by one", () => {
  const { view, lines } = tryView();
  for (let generation = 1; generation <= 500; generation++)
    view.event({ ...entry(1, generation, { op: "read" }), generation }, true);
  expect(lines().filter((line) => line.includes("next")).length).toBe(20);
  expect(lines().length).toBeLessThan(100);
});
