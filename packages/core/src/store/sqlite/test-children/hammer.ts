/**
 * A process that executes runs of a store until none is left: `hammer.ts FILE MARKER`. For hammer.test.ts. It says
 * when it has taken its first ones, and goes on with them when it is told to.
 */
import { once } from "node:events";
import { nodeHost } from "../../../host/node.ts";
import type { ClaimedRun, CommitResult, RunWrite } from "../../port.ts";
import { sqlite } from "../index.ts";

const [file = "", name = ""] = process.argv.slice(2);
const host = nodeHost();
const store = await sqlite(file).open({ host, namespace: "default" });
const worker = await store.register({
  name,
  build: "1",
  proof: host.proof,
  startedAt: host.now(),
  serves: { workflows: [], queues: [] },
});
let batches = 0;
let idle = 0;
console.log("ready");

let begun = false;
// Three seconds: whoever starts the runs may be given no time for a while.
while (idle < 600) {
  const { claimed } = await commit([], 7);
  if (claimed.length > 0 && !begun) {
    begun = true;
    console.log("claimed");
    await once(process.stdin, "data");
    process.stdin.destroy();
  }
  if (claimed.length === 0) {
    if (begun) idle += 1;
    await new Promise((resolve) => host.timer(5, () => resolve(undefined)));
    continue;
  }
  idle = 0;
  await commit(claimed.map((run) => step(run, 1)));
  await commit(claimed.map((run) => ({ ...step(run, 2), change: finish(run) })));
}
await store.deregister(worker, host.now());
await store.close();

function commit(writes: readonly RunWrite[], limit = 0): Promise<CommitResult> {
  batches += 1;
  const claim = { limit, workflows: ["order"], queues: ["default"], build: "1", suspects: "any" as const };
  return store.commit({ id: `${name}-${batches}`, worker, at: host.now(), starts: [], sends: [], writes, claim });
}

function step({ row, entries }: ClaimedRun, n: number): RunWrite {
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
  const seq = (entries?.length ?? 0) + n;
  const entry = { seq, kind: "step" as const, op: `s${seq}`, at: host.now(), attempt: 1, value: `"${name}"` };
  return { run: row.key, claim: row.claim, entries: [entry], ...nothing };
}

function finish({ row }: ClaimedRun): NonNullable<RunWrite["change"]> {
  // The first claim of every third run sleeps a little.
  if (row.key % 3 === 0 && row.claim === 1) return { event: "park", seen: 0, wakeAt: host.now() + 20, why: "sleeps" };
  return { event: "complete", output: `"${name}"` };
}
