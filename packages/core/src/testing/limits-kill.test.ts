import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { DatabaseSync } from "node:sqlite";
import type { Readable, Writable } from "node:stream";
import { describe, expect, it, onTestFinished } from "vitest";
import { Stepwell } from "../engine/engine.ts";
import { nodeHost } from "../host/node.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile, openFile } from "../store/sqlite/test-files.ts";
import { checkStore } from "./invariants.ts";
import { limitedFlow, perKey } from "./limited-flow.ts";

// Two processes on one file, killed with SIGKILL at any moment; a third one watches the rows after every commit. No
// limit is ever exceeded, no place is leaked, no key is starved (invariants 16, 26, 27). The long form, 10,000 runs
// over 50 keys: STEPWELL_LIMIT_KILL_RUNS=10000 npx vitest run packages/core/src/testing/limits-kill.test.ts

const runs = Number(process.env.STEPWELL_LIMIT_KILL_RUNS ?? 150);
const keys = Math.min(50, Math.max(5, Math.floor(runs / 40)));
const inAll = Math.min(20, keys);
/** Between two kills, ms. */
const [leastMs, mostMs] = runs > 1_000 ? [1_000, 3_000] : [600, 1_200];
const child = new URL("./test-children/limited.ts", import.meta.url).pathname;

type Child = ChildProcessByStdio<Writable, Readable, null>;

async function begin(file: string): Promise<Child> {
  const started = spawn(process.execPath, [child, file, `${keys}`], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void started.kill("SIGKILL"));
  await once(started.stdout, "data");
  return started;
}

const heldSql = "SELECT place, sum(units) FROM needs WHERE held = 1 GROUP BY place";
/** A run that executes and has not all that it needs. */
const withoutSql = `SELECT count(*) FROM runs JOIN needs ON needs.run = runs.key
  WHERE runs.state = 'running' AND needs.held = 0 AND needs.heir_of IS NULL`;

/** Looks at the rows themselves, by a connection of its own, each time that somebody has written. */
class Observer {
  looks = 0;
  most = 0;
  readonly problems: string[] = [];
  readonly #db: DatabaseSync;
  #seen: unknown;

  constructor(file: string) {
    this.#db = new DatabaseSync(file, { readOnly: true });
  }

  look(): void {
    const version = this.#db.prepare("PRAGMA data_version").get()?.data_version;
    if (version === this.#seen) return;
    this.#seen = version;
    this.looks++;
    for (const [place, units] of this.#rows(heldSql)) {
      const capacity = place === "limit:all" ? inAll : perKey;
      if (place === "limit:all") this.most = Math.max(this.most, Number(units));
      if (Number(units) > capacity) this.problems.push(`${place}: ${units} of ${capacity} are held`);
    }
    const [[without] = []] = this.#rows(withoutSql);
    if (Number(without) > 0) this.problems.push(`${without} runs execute without their places`);
  }

  close(): void {
    this.#db.close();
  }

  #rows(sql: string): unknown[][] {
    const statement = this.#db.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all() as unknown as unknown[][];
  }
}

describe(`${runs} runs over ${keys} keys, in two processes that are killed`, () => {
  it("no limit is exceeded, no place leaked, no key starved", async () => {
    const file = newFile();
    const host = nodeHost();
    const store = await openFile(file);
    const client = await Stepwell.open({
      store: sqlite(file),
      workflows: [limitedFlow(keys, () => Promise.resolve())],
      worker: false,
    });
    onTestFinished(() => client.close());
    await client.limits.set("all", inAll);
    const began = host.monotonic();
    await client.startMany(
      limitedFlow(keys, () => Promise.resolve()),
      Array.from({ length: runs }, (_, n) => ({ id: `r${n}`, input: n })),
    );
    const startedMs = host.monotonic() - began;
    const children = [await begin(file), await begin(file)];
    const observer = new Observer(file);
    onTestFinished(() => observer.close());
    let kills = 0;
    let killAt = host.monotonic() + leastMs;
    let [open, openAtKill] = [runs, runs];
    for (let next = 0; ; ) {
      observer.look();
      const now = host.monotonic();
      if (now >= next) {
        next = now + 100;
        open = await client.count({ status: ["pending", "running", "waiting"] });
        if (open === 0) break;
      }
      // On a busy machine too: processes that never come to do anything would make poison of what they execute.
      if (now >= killAt && open < openAtKill) {
        openAtKill = open;
        const victim = kills++ % 2;
        const gone = children[victim] as Child;
        const exit = once(gone, "exit");
        gone.kill("SIGKILL");
        await exit;
        children[victim] = await begin(file);
        killAt = host.monotonic() + leastMs + Math.random() * (mostMs - leastMs);
      }
      await new Promise<void>((resolve) => void host.timer(1, resolve));
    }
    const tookMs = host.monotonic() - began;
    observer.look();
    for (const each of children) each.stdin.end();
    await Promise.all(children.map((each) => once(each, "exit")));
    expect(observer.problems).toEqual([]);
    expect(observer.looks).toBeGreaterThan(0);
    const { all } = await client.stats();
    expect(all.runs.completed + all.runs.failed).toBe(runs);
    const left = (await store.places(host.now())).filter(({ used, waiting }) => used + waiting > 0);
    expect(left, "places that nobody holds any more").toEqual([]);
    await checkStore(store);
    if (runs > 1_000)
      console.info({ runs, keys, kills, looks: observer.looks, most: observer.most, startedMs, tookMs });
  }, 1_200_000);
});
