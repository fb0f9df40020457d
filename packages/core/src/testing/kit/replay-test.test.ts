import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunExport } from "../../engine/run-document.ts";
import { encryption } from "../../model/value/encryption.ts";
import { workflow } from "../../operations/workflow.ts";
import { replayTest } from "./replay-test.ts";
import { testKit } from "./test-kit.ts";

const old = workflow("order", async (wf, n: number) => {
  await wf.step("charge", () => n);
  if (n > 1) await wf.receive("approved");
  return await wf.step("ship", () => "shipped");
});
const renamed = workflow("order", async (wf, n: number) => {
  await wf.step("pay", () => n);
});
const longer = workflow("order", async (wf, n: number) => {
  await wf.step("charge", () => n);
  if (n > 1) await wf.receive("approved");
  await wf.step("ship", () => "shipped");
  await wf.receive("delivered");
});
const patched = workflow("order", async (wf, n: number) => {
  await wf.step("charge", () => n);
  if (n > 1) await wf.receive("approved");
  if (wf.patched("pack")) await wf.step("pack", () => 1);
  return await wf.step("ship", () => "shipped");
});

const folder = mkdtempSync(join(tmpdir(), "stepwell-histories-"));
afterAll(() => rmSync(folder, { recursive: true }));
let done: RunExport;
let waiting: RunExport;

beforeAll(async () => {
  await using kit = testKit({ workflows: [old] });
  await kit.run(old, 1, { id: "done" });
  await kit.start(old, 2, { id: "waiting" });
  const engine = await kit.engine();
  [done, waiting] = [await engine.export("done"), await engine.export("waiting")];
  mkdirSync(join(folder, "more"));
  writeFileSync(join(folder, "done.json"), JSON.stringify(done, null, 2));
  writeFileSync(join(folder, "more/both.jsonl"), `${JSON.stringify(done)}\n${JSON.stringify(waiting)}\n`);
  writeFileSync(join(folder, "notes.txt"), "no history");
});

describe("histories that fit", () => {
  it("are those of the same code; from a folder, a file, a URL, or parsed", async () => {
    const found = await replayTest(old, folder);
    expect(found.map(({ from, id }) => [from.slice(folder.length + 1), id])).toEqual([
      ["done.json", "done"],
      ["more/both.jsonl:2", "waiting"],
      ["more/both.jsonl:1", "done"],
    ]);
    expect(await replayTest([old], [join(folder, "done.json"), waiting])).toMatchObject([
      { id: "done", ended: true, verdict: "fits" },
      { id: "waiting", ended: false, waitsFor: ['signal "approved"'] },
    ]);
    expect(await replayTest(old, pathToFileURL(folder))).toHaveLength(3);
  });

  it("and those of code that has changed behind wf.patched", async () => {
    expect(await replayTest(patched, folder)).toHaveLength(3);
  });
});

const failing = async (...args: Parameters<typeof replayTest>) =>
  await replayTest(...args).then(
    () => {
      throw new TypeError("all fit");
    },
    (error: unknown) => error as { code: string; message: string },
  );

describe("histories that do not fit", () => {
  it("are named with file, run, position, what was expected and where in the code", async () => {
    const { code, message } = await failing(renamed, folder);
    expect(code).toBe("replay-test-failed");
    expect(message).toMatch(/^3 of 3 histories do not fit the code:\n/);
    expect(message).toMatch(
      /done\.json: run "done" \(order\): code expects step "pay", journal has step "charge" at 1 .*replay-test\.test\.ts/,
    );
  });

  it("are also those that ended where the code goes on", async () => {
    expect((await failing(longer, [done, waiting])).message).toBe(
      [
        "1 of 2 histories do not fit the code:",
        '  history 1: run "done" (order): had ended at 2, and the code goes on: it waits for signal "delivered"',
      ].join("\n"),
    );
  });

  it("and those of a workflow that is not here", async () => {
    expect(
      (
        await failing(
          workflow("other", () => 1),
          done,
        )
      ).message,
    ).toMatch(/history 1: run "done": .*"order"/);
  });
});

describe("encrypted histories", () => {
  it("need their keys", async () => {
    const codec = encryption({ keys: { k: new Uint8Array(32).fill(1) }, current: "k" });
    await using kit = testKit({ workflows: [old], codec });
    await kit.run(old, 1, { id: "secret" });
    const secret = await (await kit.engine()).export("secret");
    expect(await replayTest(old, secret, { codec })).toHaveLength(1);
    expect((await failing(old, secret)).message).toMatch(/encrypted with key "k", which is not here/);
  });
});

describe("what is no history", () => {
  it.each([
    ["a path that is not there", () => join(folder, "absent"), /absent, which cannot be read/],
    ["a text", () => join(folder, "notes.txt"), /notes\.txt:1, which holds no JSON/],
    ["a document of another kind", () => ({}) as RunExport, /history 1: .*format/],
    ["none at all", () => [], /histories" are none/],
  ])("is refused: %s", async (_, make, message) => {
    await expect(replayTest(old, make())).rejects.toMatchObject({
      code: "invalid-option",
      message: expect.stringMatching(message),
    });
  });
});
