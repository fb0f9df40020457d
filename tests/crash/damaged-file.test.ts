import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Stepwell, sqlite, workflow } from "@stepwell/core";
import { describe, expect, it } from "vitest";
import { eventually, newFolder } from "./processes.ts";

// A file that is not whole is refused with a clear message, and never written to.

const flow = workflow("flow", async (wf, mark: string) => {
  await wf.step("before", () => `${mark} ${"~".repeat(200)}`);
  await wf.step("hangs", (s) => (s.fence === 1 ? new Promise(() => {}) : 1));
  return mark;
});

/** A file with three runs that are under way, each of which has recorded a step. */
async function fileWithRuns(): Promise<string> {
  const file = join(newFolder(), "test.db");
  const engine = await Stepwell.open({ store: sqlite(file), workflows: [flow] });
  const handles = await Promise.all(["one", "two", "three"].map((mark) => engine.start(flow, mark, { id: mark })));
  await eventually("the first steps are recorded", async () =>
    (await Promise.all(handles.map((handle) => handle.journal()))).every((journal) => journal.length === 1),
  );
  await engine.close({ graceMs: 0 });
  return file;
}

const damages: [string, (file: string) => void, string][] = [
  ["cut off", (file) => truncateSync(file, 10_000), "store-damaged"],
  ["cut off within its head", (file) => truncateSync(file, 50), "store-damaged"],
  ["full of garbage", (file) => writeFileSync(file, Buffer.alloc(50_000, "garbage ")), "store-unreadable"],
  ["a text", (file) => writeFileSync(file, "id,name\n1,a\n"), "store-unreadable"],
  [
    "overwritten in its schema",
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xff, 100, 3_000);
      writeFileSync(file, bytes);
    },
    "store-damaged",
  ],
];

describe("a file that is", () => {
  it.each(damages)("%s is refused with the path and a cure, and left as it is", async (_, damage, code) => {
    const file = await fileWithRuns();
    damage(file);
    const before = readFileSync(file);
    const opened = Stepwell.open({ store: sqlite(file), workflows: [flow] });
    await expect(opened).rejects.toMatchObject({
      code,
      message: expect.stringContaining(file),
      hint: expect.stringMatching(/\w/),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe("a file in which one bit of a value has flipped", () => {
  it("the run whose value it is stops and says so; the others complete", async () => {
    const file = await fileWithRuns();
    const bytes = readFileSync(file);
    // Of the journal: the input of the run says "two" as well, without what follows.
    const at = bytes.indexOf(`two ${"~".repeat(200)}`);
    expect(at).toBeGreaterThan(0);
    bytes[at + 50] = (bytes[at + 50] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    await using engine = await Stepwell.open({ store: sqlite(file), workflows: [flow] });
    expect(await Promise.all(["one", "three"].map((id) => engine.handle(id).result({ timeout: "5 s" })))).toEqual([
      "one",
      "three",
    ]);
    const damaged = engine.handle("two");
    await eventually("it is blocked", async () => (await damaged.status()).status === "blocked", 5_000);
    expect(await damaged.why()).toMatch(/entry 1 of run \d+ does not fit its checksum/);
    await expect(damaged.journal()).rejects.toMatchObject({ code: "store-damaged" });
    await expect(damaged.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ code: "run-blocked" });
    await damaged.kill();
    expect((await damaged.status()).status).toBe("cancelled");
  });
});
