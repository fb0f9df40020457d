import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const fixture = fileURLToPath(new URL("./stray-errors.fixture.ts", import.meta.url));

function play(scenario: string, ...flags: string[]): { code: number | null; lines: string[]; errors: string } {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawnSync(process.execPath, [...flags, fixture, scenario], { encoding: "utf8", env });
  return { code: child.status, lines: child.stdout.split("\n").filter(Boolean), errors: child.stderr };
}

test("rejections that nothing awaits are shown in their run, and the process lives", () => {
  const { code, lines } = play("branch");
  expect(code).toBe(0);
  expect(lines).toEqual([
    "run: a promise was rejected that nothing awaits: Error: plain branch",
    "run: a promise was rejected that nothing awaits: 'not an error'",
    "run: a promise was rejected that nothing awaits: Error: async branch",
    "alive",
  ]);
});

test("a derived promise belongs to the run that made it, whoever rejected the first", () => {
  expect(play("derived")).toMatchObject({
    code: 0,
    lines: ["run: a promise was rejected that nothing awaits: Error: from outside", "alive"],
  });
});

test("errors from a step's stray timer, immediate and microtask are shown in its run", () => {
  const { code, lines } = play("timer");
  expect(code).toBe(0);
  expect(lines.toSorted()).toEqual([
    "alive",
    "run: an error was thrown that nothing could catch: Error: stray immediate",
    "run: an error was thrown that nothing could catch: Error: stray microtask",
    "run: an error was thrown that nothing could catch: Error: stray timer",
  ]);
});

test.each([
  ["foreign-rejection", /Error: nobody's rejection\n {4}at/],
  ["foreign-reason", /UnhandledPromiseRejection: .*reason "5"/s],
  ["foreign-timer", /Error: nobody's timer\n {4}at/],
  ["after-uninstall", /Error: no hooks/],
  ["own-mistake", /Stepwell's own mistake: a test/],
  ["broken-log", /Error: the first error/],
])("%s: without a run the process ends as Node ends it", (scenario, message) => {
  const { code, lines, errors } = play(scenario);
  expect(code).toBe(1);
  expect(lines).toEqual([]);
  expect(errors).toMatch(message);
  expect(errors).toMatch(/Node\.js v\d+/);
});

test("what Node prints points at the place of the error, not at the hooks", () => {
  const { errors } = play("foreign-rejection");
  expect(errors).toMatch(/^\S*stray-errors\.fixture\.ts:\d+\n/);
  expect(errors).not.toMatch(/stray-errors\.ts/);
});

test("listeners of the application get what belongs to no run, with its origin", () => {
  expect(play("listeners-foreign")).toMatchObject({
    code: 0,
    lines: ["listener rejection", "listener exception uncaughtException", "alive"],
  });
  expect(play("listener-foreign-escalates")).toMatchObject({
    code: 0,
    lines: ["listener rejection unhandledRejection", "alive"],
  });
});

test("listeners of the application do not get what belongs to a run", () => {
  const { code, lines } = play("listeners-own");
  expect(code).toBe(0);
  expect(lines).toHaveLength(7);
});

test("Node's own settings for rejections hold", () => {
  expect(play("foreign-rejection", "--unhandled-rejections=warn")).toMatchObject({ code: 0, lines: ["alive"] });
  expect(play("foreign-rejection", "--unhandled-rejections=none")).toMatchObject({ code: 0, errors: "" });
  expect(play("branch", "--unhandled-rejections=strict")).toMatchObject({ code: 0 });
  expect(play("foreign-rejection", "--unhandled-rejections=strict").code).toBe(1);
});
