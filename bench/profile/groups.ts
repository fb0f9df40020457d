/** Says what each piece of time was spent on: the innermost frame that a rule knows decides. */
import type { Frame, Sampled } from "./cpu-profile.ts";

interface Rule {
  readonly group: string;
  /** Part of the file's path. */
  readonly file: string;
  /** Default: any function of the file. */
  readonly name?: RegExp;
}

const sql = "packages/core/src/store/sqlite/";
const core = "packages/core/src/";

/** The first that fits a frame counts. SQL's stand first: what runs inside of SQLite has no file of its own. */
const rules: readonly Rule[] = [
  { group: "the profiler itself", file: "node:inspector" },
  { group: "SQL: journal rows", file: `${sql}journal.ts`, name: /^(?:writeEntry|lastPosition)$/ },
  { group: "checksum", file: `${sql}journal.ts`, name: /^checksum$/ },
  { group: "SQL: journal read", file: `${sql}journal.ts` },
  { group: "SQL: start of a run", file: `${sql}start.ts`, name: /^(?:startRun|insertRun|freshRow|ownerOf|supersede)$/ },
  { group: "SQL: end or park of a run", file: `${sql}change.ts` },
  { group: "SQL: worker's row", file: `${sql}commit.ts`, name: /^fence$/ },
  { group: "SQL: find (who waits for a result)", file: `${sql}read.ts` },
  { group: "SQL: find (who waits for a result)", file: `${sql}start.ts`, name: /^newestOf$/ },
  { group: "SQL: claim", file: `${sql}claim.ts` },
  { group: "SQL: memory of a batch", file: `${sql}recover.ts` },
  { group: "SQL: COMMIT", file: `${sql}session.ts`, name: /#commit$/ },
  { group: "SQL: BEGIN", file: `${sql}session.ts`, name: /#begin$/ },
  { group: "SQL: PRAGMA data_version", file: `${sql}session.ts`, name: /#noticeOthers$|^version$/ },
  { group: "wake of other processes", file: `${sql}wake.ts` },
  { group: "SQL: check at opening", file: `${sql}open.ts`, name: /^quickCheck$/ },
  { group: "store, the rest", file: sql },
  { group: "codec", file: `${core}model/value/` },
  { group: "codec", file: `${core}engine/codec.ts` },
  { group: "async local storage", file: "node:internal/async_local_storage" },
  { group: "async local storage", file: `${core}operations/frame.ts` },
  { group: "guard", file: `${core}worker/process-hooks/` },
  { group: "guard", file: `${core}worker/guard-probe.ts` },
  { group: "operations (wf.*)", file: `${core}operations/` },
  { group: "replay (cursor, scopes)", file: `${core}replay/` },
  { group: "attempt", file: `${core}worker/attempt.ts` },
  { group: "pump", file: `${core}worker/pump.ts` },
  { group: "pump", file: `${core}host/` },
  { group: "settle, agenda", file: `${core}worker/settle.ts` },
  { group: "settle, agenda", file: `${core}worker/begin.ts` },
  { group: "settle, agenda", file: `${core}worker/agenda.ts` },
  { group: "batch", file: `${core}worker/commit-queue.ts` },
  { group: "batch", file: `${core}worker/held-runs.ts` },
  { group: "batch", file: `${core}worker/run-write.ts` },
  { group: "live run", file: `${core}worker/live-run.ts` },
  { group: "worker, the rest", file: `${core}worker/` },
  { group: "engine (start, result)", file: `${core}engine/` },
  { group: "model, the rest", file: `${core}model/` },
  { group: "the workload itself", file: "bench/" },
  { group: "Node (timers, promises)", file: "node:" },
];

export interface Group {
  readonly name: string;
  readonly selfUs: number;
}

export function byGroup(samples: readonly Sampled[]): Group[] {
  return summed(samples, ({ stack }) => groupOf(stack));
}

/** By function, SQLite's together with the group that called it. */
export function byFunction(samples: readonly Sampled[]): Group[] {
  return summed(samples, ({ stack }) => {
    const [inner] = stack;
    if (inner === undefined) return "?";
    if (inner.file !== "") return `${inner.name || "(anonymous)"} ${inner.file}:${inner.line}`;
    return inner.name.startsWith("(") ? inner.name : `${inner.name} [native] ← ${groupOf(stack)}`;
  });
}

function summed(samples: readonly Sampled[], nameOf: (sample: Sampled) => string): Group[] {
  const sums = new Map<string, number>();
  for (const sample of samples) {
    const name = nameOf(sample);
    sums.set(name, (sums.get(name) ?? 0) + sample.selfUs);
  }
  return [...sums].map(([name, selfUs]) => ({ name, selfUs })).sort((a, b) => b.selfUs - a.selfUs);
}

function groupOf(stack: readonly Frame[]): string {
  const [inner] = stack;
  if (inner?.name === "(garbage collector)") return "garbage collection";
  if (inner?.name === "(idle)") return "idle";
  for (const frame of stack) {
    // Every statement passes through it: who called decides.
    if (frame.file === `${sql}driver.ts`) continue;
    const rule = rules.find(({ file, name }) => frame.file.includes(file) && (name?.test(frame.name) ?? true));
    if (rule !== undefined) return rule.group;
  }
  return "not attributed";
}
