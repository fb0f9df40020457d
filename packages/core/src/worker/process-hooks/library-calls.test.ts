import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { installProcessHooks } from "./install.ts";
import { TestProbe, TestRun } from "./test-probe.ts";

/** An installed package: a logger, and a source of ids. */
const source = `
export const stamp = () => Date.now();
export const born = () => new Date().getTime();
export const flushLater = () => new Promise((resolve) => setTimeout(() => resolve(Date.now()), 1));
export const id = () => Math.random();
export const uuid = () => crypto.randomUUID();
`;

interface Package {
  stamp(): number;
  born(): number;
  flushLater(): Promise<number>;
  id(): number;
  uuid(): string;
}

const folder = mkdtempSync(join(tmpdir(), "stepwell-library-"));
const probe = new TestProbe();
let hooks: { uninstall(): void };
let logger: Package;

beforeAll(async () => {
  const home = join(folder, "node_modules", "some logger");
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "index.mjs"), source);
  logger = (await import(pathToFileURL(join(home, "index.mjs")).href)) as Package;
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  hooks = installProcessHooks(probe);
});

afterEach(() => hooks.uninstall());

test.each(["replace", "error"] as const)("a logger's time stamp and flush timer pass in mode %s", async (mode) => {
  const run = new TestRun(mode);
  const flushed = probe.workflow(run, () => {
    expect(logger.stamp()).toBeGreaterThan(1_000_000);
    expect(logger.born()).toBeGreaterThan(1_000_000);
    return logger.flushLater();
  });
  expect(await flushed).toBeGreaterThan(1_000_000);
  expect(run.blockedAt).toEqual([]);
});

test.each(["replace", "error"] as const)(
  "a package's random id comes from the run in mode %s: replay must see it again",
  (mode) => {
    const run = new TestRun(mode);
    expect(probe.workflow(run, () => logger.id())).toBe(0.25);
    expect(probe.workflow(run, () => logger.uuid())).toBe(run.uuid());
    expect(run.blockedAt).toEqual([]);
  },
);

test("packages draw from a counter of their own where the run has one", () => {
  const library = Object.assign(new TestRun("replace"), { random: () => 0.75 });
  const run = Object.assign(new TestRun("replace"), { library });
  expect(probe.workflow(run, () => [logger.id(), Math.random()])).toEqual([0.75, 0.25]);
});

test("a logger that a promise of the workflow calls back passes, too", async () => {
  const run = new TestRun("error");
  const later = probe.workflow(run, () => Promise.resolve().then(logger.stamp));
  expect(await later).toBeGreaterThan(1_000_000);
});
