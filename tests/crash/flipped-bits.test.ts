import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspectStore, nodeHost, Stepwell, sqlite, workflow } from "@stepwell/core";
import { expect, it } from "vitest";
import { eventually, newFolder } from "./processes.ts";

// One bit of a file flips, wherever. What journals and values say after that is what was written, or an error that says that the
// file is damaged, or `doctor --check` finds it; and nothing writes to a file that is refused.

const child = workflow("child", (wf, n: number) => wf.step("work", () => `child ${n}`));
const flow = workflow("flow", async (wf, mark: string) => {
  wf.set("mark", mark);
  wf.attributes({ mark });
  const before = await wf.step("before", () => `${mark} ${"~".repeat(100)}`);
  const called = await wf.call(child, mark.length);
  if (mark === "three") throw new RangeError(before);
  if (mark === "two") await wf.receive("go");
  return called;
});
const ids = ["one", "two", "three", "four", "one~child", "three~child"];

async function fileWithRuns(): Promise<string> {
  const file = join(newFolder(), "test.db");
  await using engine = await Stepwell.open({ store: sqlite(file), workflows: [flow, child] });
  for (const mark of ["one", "two", "three", "four"]) await engine.start(flow, mark, { id: mark, tags: [mark] });
  await eventually("they end, or wait", async () => (await engine.count({ status: ["pending", "running"] })) === 0);
  return file;
}

/** Journals and states, as far as they can be read; for each what was read, or the code of the error. */
async function read(file: string): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  const look = async (what: string, get: () => Promise<unknown>): Promise<void> => {
    const text = await get().then(JSON.stringify, (error: { code?: string }) => `! ${error.code ?? String(error)}`);
    seen.set(what, text);
  };
  await using engine = await Stepwell.open({ store: sqlite(file), worker: false });
  for (const id of ids) {
    await look(`journal of ${id}`, () => engine.handle(id).journal());
    await look(`state of ${id}`, async () => (await engine.list({ text: id })).items.map(({ status }) => status));
    for (const value of ["input", "output"] as const)
      await look(`${value} of ${id}`, async () => (await engine.handle(id).status())[value]);
    await look(`datum of ${id}`, () => engine.handle(id).get("mark"));
  }
  await look("count", () => engine.count());
  return seen;
}

async function isFound(file: string): Promise<boolean> {
  const store = await sqlite(file).open({ host: nodeHost(), namespace: "default" });
  try {
    return (await inspectStore(store)).findings.length > 0;
  } catch (error) {
    return /^store-/.test((error as { code?: string }).code ?? "");
  } finally {
    await store.close();
  }
}

it("a flipped bit anywhere is refused, found, or changes nothing of what is read", {
  timeout: 120_000,
}, async () => {
  const whole = await fileWithRuns();
  const good = await read(whole);
  const bytes = readFileSync(whole);
  let random = Number(process.env.STEPWELL_SEED ?? 1);
  const below = (limit: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((random / 2 ** 32) * limit);
  };
  const outcomes = { refused: 0, found: 0, same: 0 };
  for (let flip = 0; flip < Number(process.env.STEPWELL_FLIPS ?? 60); flip++) {
    // Most of a file is empty: there nothing can be lost.
    let at = below(bytes.length);
    while (bytes[at] === 0) at = below(bytes.length);
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ (1 << below(8));
    const file = join(newFolder(), "test.db");
    writeFileSync(file, copy);
    const seen = await read(file).catch((error: { code?: string }) => error.code ?? String(error));
    if (typeof seen === "string") {
      expect(seen, `byte ${at}`).toMatch(/^store-(damaged|unreadable|too-new|failed)$/);
      expect(readFileSync(file).equals(copy), `byte ${at}: it is left as it is`).toBe(true);
      outcomes.refused++;
      continue;
    }
    const different = [...good].filter(([what, text]) => seen.get(what) !== text);
    const silent = different.filter(([what]) => seen.get(what)?.startsWith("! ") !== true);
    for (const [what] of different.filter((one) => !silent.includes(one)))
      expect(seen.get(what), `byte ${at}: ${what}`).toMatch(/^! (store-|damaged-value|unknown-run|invalid-name)/);
    if (different.length === 0) outcomes.same++;
    else {
      expect(
        await isFound(file),
        `byte ${at}: ${JSON.stringify(different.map(([what]) => [what, seen.get(what)]))}`,
      ).toBe(true);
      outcomes.found++;
    }
  }
  expect(outcomes.refused).toBeGreaterThan(0);
  expect(outcomes.same).toBeGreaterThan(0);
});
