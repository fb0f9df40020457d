/** What is wrong with a store, from facts: each finding says what it is and what to do. */
import { formatMs, limits, type RunState } from "@stepwell/core";

export interface Facts {
  /** Ms. */
  readonly now: number;
  readonly workers: readonly WorkerFacts[];
  /** Runs that are not over; not all of them where there are very many. */
  readonly runs: readonly RunFacts[];
  /** True when `runs` are not all. */
  readonly more: boolean;
  /** Of the write-ahead log; undefined where the store has none. */
  readonly walBytes: number | undefined;
  /** Flags by which the next command finds this store: "" where settings say it. */
  readonly where: string;
}

export interface WorkerFacts {
  readonly key: number;
  readonly pid: number;
  /** Provably: its process is gone. */
  readonly dead: boolean;
  readonly beatAt: number;
}

export interface RunFacts {
  readonly id: string;
  readonly workflow: string;
  readonly status: RunState;
  readonly why: string;
  readonly owner: number | undefined;
  /** When it could be taken, or wakes; ms. */
  readonly readyAt: number | undefined;
  readonly deaths: number;
  /** The build that it is pinned to, and that no live worker has; undefined for others. */
  readonly buildGone: string | undefined;
}

export interface Finding {
  readonly check: "store" | "workers" | "runs" | "blocked" | "suspects" | "wal" | "contents";
  readonly level: "ok" | "problem";
  readonly message: string;
  /** "" when there is nothing to do. */
  readonly hint: string;
}

/** A run that is ready for longer, while workers are alive, is one that none of them serves. */
const servedWithinMs = 60_000;
/** The engine cuts it at 64 MiB after a checkpoint; twice that means that checkpoints do not happen. */
const walMostBytes = 128 * 1024 * 1024;
const namedRuns = 5;

export function findingsOf(facts: Facts): Finding[] {
  const live = facts.workers.filter((worker) => !worker.dead && facts.now - worker.beatAt <= limits.leaseMs);
  return [
    ...workerFindings(facts, live),
    ...runFindings(facts, live),
    ...buildFindings(facts),
    ...blockedFindings(facts),
    ...suspectFindings(facts),
    ...walFindings(facts),
  ];
}

function workerFindings(facts: Facts, live: readonly WorkerFacts[]): Finding[] {
  const gone = facts.workers.filter((worker) => !live.includes(worker));
  const findings = gone.map((worker): Finding => {
    const owned = facts.runs.filter((run) => run.owner === worker.key);
    const state = worker.dead ? "is dead" : `has been silent for ${formatMs(facts.now - worker.beatAt)}`;
    const holds = owned.length === 0 ? "it holds no runs" : `it holds ${named(owned)}`;
    const [first] = owned;
    const hint =
      first === undefined ? "" : `the next worker takes them over: stepwell resume ${first.id}${facts.where}`;
    return {
      check: "workers",
      level: owned.length === 0 ? "ok" : "problem",
      message: `worker ${worker.key} (pid ${worker.pid}) ${state}; ${holds}`,
      hint,
    };
  });
  const alive =
    live.length === 0
      ? "no worker is alive"
      : live.length === 1
        ? "1 worker is alive"
        : `${live.length} workers are alive`;
  return [{ check: "workers", level: "ok", message: alive, hint: "" }, ...findings];
}

function runFindings(facts: Facts, live: readonly WorkerFacts[]): Finding[] {
  const latest = live.length === 0 ? facts.now : facts.now - servedWithinMs;
  const unserved = facts.runs.filter((run) => isReady(run, latest));
  if (unserved.length === 0) {
    const many = facts.runs.length;
    const open =
      many === 1 ? "1 run is open, and not" : `${many}${facts.more ? " or more" : ""} runs are open, none of them`;
    return [
      {
        check: "runs",
        level: "ok",
        message: many === 0 ? "no runs are open" : `${open} left behind`,
        hint: "",
      },
    ];
  }
  const one = unserved.length === 1;
  const left = `${one ? "has" : "have"} been ready for over ${formatMs(servedWithinMs)} and no worker takes ${one ? "it" : "them"}`;
  const why = live.length === 0 ? `${one ? "waits" : "wait"} and no worker is alive` : left;
  const [first] = unserved;
  const hint = `start a process that has the code: stepwell resume ${first?.id ?? ""}${facts.where}`;
  const atLeast = facts.more ? "at least " : "";
  return [{ check: "runs", level: "problem", message: `${atLeast}${named(unserved)} ${why}`, hint }];
}

function buildFindings({ runs, where }: Facts): Finding[] {
  const left = runs.filter(({ buildGone }) => buildGone !== undefined);
  return [...Map.groupBy(left, ({ buildGone }) => buildGone)].map(([build, those]) => ({
    check: "runs",
    level: "problem",
    message: `${named(those)} ${those.length === 1 ? "is" : "are"} pinned to build "${build}", which no live worker has`,
    hint: `start that build again, or let another one go on: stepwell resume ${those[0]?.id ?? ""} --any-build${where}`,
  }));
}

function isReady(run: RunFacts, latest: number): boolean {
  const open = run.status === "pending" || run.status === "waiting";
  return open && run.readyAt !== undefined && run.readyAt <= latest;
}

function blockedFindings({ runs, where }: Facts): Finding[] {
  const blocked = runs.filter((run) => run.status === "blocked");
  const shown = blocked.slice(0, namedRuns).map(
    (run): Finding => ({
      check: "blocked",
      level: "problem",
      message: `${run.id} (${run.workflow}) is blocked${run.why === "" ? "" : `: ${run.why}`}`,
      hint: `mend the cause, then: stepwell resume ${run.id}${where}`,
    }),
  );
  const left = blocked.length - shown.length;
  if (left > 0)
    shown.push({
      check: "blocked",
      level: "problem",
      message: `${left} more runs are blocked`,
      hint: `stepwell runs --status blocked${where}`,
    });
  return shown;
}

function suspectFindings({ runs, where }: Facts): Finding[] {
  return runs
    .filter((run) => run.deaths >= limits.suspectAlone && run.status !== "blocked")
    .slice(0, namedRuns)
    .map((run) => ({
      check: "suspects",
      level: "problem",
      message: `workers died ${run.deaths} times in a row while ${run.id} (${run.workflow}) executed`,
      hint: `look at what its next step does: stepwell journal ${run.id}${where}`,
    }));
}

function walFindings({ walBytes }: Facts): Finding[] {
  if (walBytes === undefined) return [];
  const size = `${(walBytes / 1024 / 1024).toFixed(1)} MiB`;
  if (walBytes <= walMostBytes)
    return [{ check: "wal", level: "ok", message: `the write-ahead log takes ${size}`, hint: "" }];
  return [
    {
      check: "wal",
      level: "problem",
      message: `the write-ahead log has grown to ${size}`,
      hint: "some process keeps the file open in a long read: end it (lsof tells which)",
    },
  ];
}

function named(runs: readonly Pick<RunFacts, "id">[]): string {
  const ids = runs
    .slice(0, namedRuns)
    .map(({ id }) => id)
    .join(", ");
  const left = runs.length - namedRuns;
  return `${runs.length === 1 ? "1 run" : `${runs.length} runs`} (${ids}${left > 0 ? `, ${left} more` : ""})`;
}
