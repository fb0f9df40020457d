import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile } from "../store/sqlite/test-files.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Inputs, outputs, errors and data carry checksums; what does not fit, or cannot be decoded, is nobody's fault but the disk's.

let bodies = 0;
const flow = workflow("flow", async (wf, input: { n: number }) => {
  wf.set("k", { from: input });
  try {
    return await wf.step("s", () => ({ n: input.n + ++bodies }));
  } catch {
    return "swallowed";
  }
});

async function damaged(sql: string, start: { readonly delay?: number } = {}): Promise<string> {
  const file = newFile();
  const engine = await openEngine({
    store: sqlite(file),
    workflows: [flow],
    ...(start.delay === undefined ? {} : { worker: false }),
  });
  const run = await engine.start(flow, { n: 1 }, { id: "r", ...start });
  if (start.delay === undefined) await run.result();
  await engine.close();
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  return file;
}

it.each(["'{\"n\":'", '\'~{"~Date":"x"}\'', "'$b:none'"])(
  "an input that is %s blocks its run, and says what it is",
  async (text) => {
    bodies = 0;
    const store = sqlite(await damaged(`UPDATE runs SET input = ${text}`, { delay: 1 }));
    const engine = await openEngine({ store, workflows: [flow] });
    const rows = await look(store);
    await until("it is blocked", async () => (await rows.find("r"))?.status === "blocked");
    expect(await engine.handle("r").why()).toContain('the input of run "r": what is stored cannot be decoded');
    expect(bodies).toBe(0);
    const expected = { code: "damaged-value", message: expect.stringContaining('the input of run "r"') };
    await expect(engine.handle("r").status()).rejects.toMatchObject(expected);
  },
);

it("an output that cannot be decoded is said to be damaged when it is read", async () => {
  const store = sqlite(await damaged("UPDATE runs SET output = '{'"));
  const engine = await openEngine({ store, worker: false });
  const expected = { code: "damaged-value", message: expect.stringContaining('the output of run "r"') };
  await expect(engine.handle("r").result()).rejects.toMatchObject(expected);
  await expect(engine.handle("r").status()).rejects.toMatchObject(expected);
});

it("so is an error", async () => {
  const store = sqlite(
    await damaged(
      "UPDATE runs SET state = 'failed', error = '{', output = NULL; UPDATE run_counts SET state = 'failed' WHERE state = 'completed'",
    ),
  );
  const engine = await openEngine({ store, worker: false });
  const expected = { code: "damaged-value", message: expect.stringContaining('the error of run "r"') };
  await expect(engine.handle("r").result()).rejects.toMatchObject(expected);
});

it("so is a datum", async () => {
  const store = sqlite(await damaged("UPDATE run_data SET value = substr(value, 2)"));
  const engine = await openEngine({ store, worker: false });
  const expected = { code: "damaged-value", message: expect.stringContaining('datum "k" of run "r"') };
  await expect(engine.handle("r").get("k")).rejects.toMatchObject(expected);
  expect(await engine.handle("r").result()).toEqual({ n: expect.any(Number) });
});

it("a value in which one bit has flipped, though it could still be decoded", async () => {
  bodies = 0;
  const store = sqlite(await damaged("UPDATE runs SET input = replace(input, '1', '3')", { delay: 1 }));
  const engine = await openEngine({ store, workflows: [flow] });
  const rows = await look(store);
  await until("it is blocked", async () => (await rows.find("r"))?.status === "blocked");
  expect(await engine.handle("r").why()).toContain(
    'the input of run "r": what is stored cannot be decoded: it does not fit its checksum',
  );
  expect(bodies).toBe(0);
});
