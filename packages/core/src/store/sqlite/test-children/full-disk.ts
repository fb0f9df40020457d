/** Fills a small disk by journal entries, makes room, goes on: `full-disk.ts FOLDER`. Prints what happened as JSON. */
import { rmSync, writeFileSync } from "node:fs";
import { nodeHost } from "../../../host/node.ts";
import { isFailure } from "../../../model/errors.ts";
import { sqlite } from "../index.ts";

const [folder = ""] = process.argv.slice(2);
const ballast = `${folder}/ballast`;
writeFileSync(ballast, Buffer.alloc(2_000_000));
const host = nodeHost();
const store = await sqlite(`${folder}/test.db`).open({ host, namespace: "default" });
const worker = await store.register({
  name: "w",
  build: "1",
  proof: host.proof,
  startedAt: host.now(),
  serves: { workflows: [], queues: [] },
});
const start = {
  id: "x",
  workflow: "order",
  onExisting: "return" as const,
  input: "1",
  seed: "0".repeat(32),
  behaviours: "1",
  module: "",
  queue: "default",
  priority: 0,
  tags: [],
  createdAt: host.now(),
  availableAt: host.now(),
  timeoutMs: undefined,
  lineage: undefined,
  claimNow: true,
};
const empty = { worker, at: host.now(), starts: [], sends: [], writes: [], claim: undefined };
const { starts } = await store.commit({ ...empty, id: "start", starts: [start] });
const run = starts[0]?.row?.key;
if (run === undefined) process.exit(1);

let seq = 0;
const codes = new Set<string>();
for (let tries = 0; seq < 60 && tries < 200; tries++) {
  const value = JSON.stringify("x".repeat(60_000));
  const entry = { seq: seq + 1, kind: "step" as const, op: "s", at: host.now(), attempt: 1, value };
  const nothing = {
    change: undefined,
    data: [],
    title: undefined,
    attributes: undefined,
    logs: [],
    consumed: [],
    sends: [],
    children: [],
    awaits: [],
    givenUp: [],
  };
  try {
    await store.commit({ ...empty, id: `b${tries}`, writes: [{ run, claim: 1, entries: [entry], ...nothing }] });
    seq += 1;
  } catch (error) {
    codes.add(isFailure(error, "store-full") ? "store-full" : String(error));
    rmSync(ballast, { force: true });
  }
}
const entries = await store.journal(run, 0, 1_000);
await store.close();
console.log(JSON.stringify({ codes: [...codes], written: seq, kept: entries.map((entry) => entry.seq).at(-1) }));
