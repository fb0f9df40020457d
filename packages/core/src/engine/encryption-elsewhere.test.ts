import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ChildRunFailed } from "../model/run-errors.ts";
import { encryption } from "../model/value/encryption.ts";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile, newFolder } from "../store/sqlite/test-files.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { inProcess, inThread } from "../worker/bodies-elsewhere/fixtures/secret-tasks.ts";

// What runs tell each other, and what bodies say that execute in threads and processes, is in no byte of the store.

const secret = "Xyzzy-geheim-42";
const codec = encryption({ keys: { a: new Uint8Array(32).fill(1) }, current: "a" });

/** Checked when the engines are closed: what was ever written is in one of the files, or was. */
function plainNowhere(): ReturnType<typeof sqlite> {
  const file = newFile();
  const files = [file, `${file}-wal`];
  onTestFinished(() => {
    for (const each of files) if (existsSync(each)) expect(readFileSync(each).includes(secret), each).toBe(false);
    expect(files.some((each) => existsSync(each) && readFileSync(each).includes("$1:a:"))).toBe(true);
  });
  return sqlite(file);
}

it("what runs tell each other: inputs, outputs and errors of children, signals, answers, callbacks, undoing", async () => {
  const go = signal<string>("go");
  const child = workflow("child", async (wf, input: { secret: string; fail: boolean }) => {
    const got = await wf.receive(go);
    if (input.fail) throw new TypeError(`child failed of ${input.secret}`, { cause: got });
    return { output: input.secret, got };
  });
  const parent = workflow("parent", async (wf, input: string) => {
    const good = await wf.start(child, { secret: input, fail: false }, { id: "good" });
    const bad = wf.call(child, { secret: input, fail: true }, { id: "bad" }).catch((error) => error);
    await wf.send("good", go, `sent ${input}`);
    await wf.send("bad", go, `sent ${input}`);
    const { token, promise } = await wf.callback<string>({ name: "paid" });
    wf.set("token", token);
    wf.compensate("undo", () => Promise.reject(new Error(`not undone ${input}`)), { retry: false });
    const results = [
      await good.result(),
      await bad,
      await wf.ask({ title: `really ${input}?`, name: "ok" }),
      await promise,
    ];
    expect(results[1]).toBeInstanceOf(ChildRunFailed);
    throw new RangeError(`parent failed of ${JSON.stringify(results)}`);
  });
  const store = plainNowhere();
  const engine = await openEngine({ store, workflows: [parent, child], codec });
  const run = await engine.start(parent, secret, { id: "p" });
  await until("it asks", async () => (await engine.approvals()).items.length === 1);
  await run.answer("ok", { said: secret }, { by: "ann" });
  await engine.completeCallback(String(await run.get("token")), secret);
  await expect(run.result()).rejects.toThrow(secret);
  expect((await run.status()).compensationErrors).toMatchObject([{ cause: { message: `not undone ${secret}` } }]);
  expect(await engine.handle("good").result()).toMatchObject({ got: `sent ${secret}` });
});

it("what bodies say in threads and in processes: results, errors, heartbeats, data, lines", {
  timeout: 120_000,
}, async () => {
  const folder = newFolder();
  const flow = workflow("flow", async (wf, input: string) => [
    await wf.run(inThread, { secret: input, gate: join(folder, "thread") }),
    await wf.run(inProcess, { secret: input, gate: join(folder, "process") }),
  ]);
  const store = plainNowhere();
  const engine = await openEngine({ store, workflows: [flow], codec });
  const run = await engine.start(flow, secret);
  for (const place of ["thread", "process"]) {
    const isAnnounced = async () =>
      (await run.activity()).some(({ op, heartbeat }) => op === `in ${place}` && heartbeat);
    await until(`the body in the ${place} is announced`, isAnnounced, 60_000);
    writeFileSync(join(folder, place), "");
  }
  const said = `${secret} from attempt 2: {"secret":"${secret}"}`;
  expect(await run.result()).toEqual([said, said]);
  expect(await run.get("datum")).toBe(secret);
  expect((await run.logs()).filter(({ text }) => text === `logged ${secret}`)).toHaveLength(4);
});

it("an output that another run is answered with from a cache", async () => {
  const flow = workflow({ name: "flow", cache: { key: "k" } }, (wf) => wf.step("s", () => secret));
  const engine = await openEngine({ store: plainNowhere(), workflows: [flow], codec });
  expect([await engine.execute(flow), await engine.execute(flow)]).toEqual([secret, secret]);
});
