/**
 * Says which bodies are taking long, and how far runs say they are, so that other processes can see them. Outside of the durability barrier: it
 * tells what is going on, not what has happened.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { ActivityKey, ActivityRow, RunKey, Store, WorkerKey } from "../store/port.ts";
import type { Execution } from "./attempt.ts";
import type { HeldRuns } from "./held-runs.ts";
import type { LiveRun } from "./live-run.ts";

export interface AnnouncerParts {
  readonly host: Host;
  readonly store: Store;
  readonly worker: {
    readonly key: WorkerKey | undefined;
    readonly held: HeldRuns;
  };
  encode(value: unknown, where: string): string;
  /** Something of this run can be seen now that could not before. */
  announced(run: RunKey): void;
  troubled(error: unknown): void;
  /** The event loop stood still: what people should know of it. */
  lagged(sentence: string): void;
}

export interface Announcer {
  /** Runs are in memory: there may be something to say before long. */
  busy(): void;
  stop(): void;
}

export function announcer(parts: AnnouncerParts): Announcer {
  const { host } = parts;
  const { held } = parts.worker;
  let shown = new Map<string, ActivityKey>();
  /** What was said last of a run's own progress. */
  const told = new WeakMap<LiveRun, LiveRun["progressed"]>();
  let stopped = false;
  let timer: Timer | undefined;

  const round = async (): Promise<void> => {
    const { key: worker } = parts.worker;
    if (worker === undefined) return;
    const long = longOnes(parts.worker.held.executions(), host.now());
    const still = new Map(long.map((execution) => [keyOf(execution), activityKey(execution, worker)]));
    const changed = long.filter((execution) => !execution.announced || execution.changed);
    const runs = [...parts.worker.held.active.values()].filter((run) => run.progressed !== undefined);
    for (const run of runs) still.set(`${run.key}`, { run: run.key, op: "", worker });
    const moved = runs.filter((run) => told.get(run) !== run.progressed);
    const ended = [...shown].filter(([key]) => !still.has(key));
    shown = still;
    if (changed.length + moved.length + ended.length === 0) return;
    for (const run of moved) told.set(run, run.progressed);
    for (const execution of changed) {
      execution.announced = true;
      execution.changed = false;
    }
    const rows = [
      ...changed.map((execution) => rowOf(execution, worker, parts.encode)),
      ...moved.map((run) => runRow(run, worker)),
    ];
    const over = ended.map(([, activity]) => activity);
    try {
      await parts.store.announce(rows, over);
    } catch (error) {
      // All of it is said with the next round.
      for (const execution of changed) execution.changed = true;
      for (const run of moved) told.delete(run);
      for (const [key, activity] of ended) still.set(key, activity);
      throw error;
    }
    for (const row of rows) parts.announced(row.run);
  };
  // An idle engine is not woken.
  const again = (): void => {
    timer = undefined;
    if (parts.worker.held.active.size > 0 || shown.size > 0) arm();
  };
  const arm = (): void => {
    if (stopped || timer !== undefined) return;
    held.lag.watch(host.monotonic() + limits.announceAfterMs, host.cpuMs?.());
    timer = host.timer(
      limits.announceAfterMs,
      () => {
        const looked = { at: host.monotonic(), cpuMs: host.cpuMs?.() };
        for (const sentence of held.lag.looked(looked, held.executions())) parts.lagged(sentence);
        void round().catch(parts.troubled).finally(again);
      },
      { upkeep: true },
    );
  };
  return {
    busy: arm,
    stop() {
      stopped = true;
      timer?.cancel();
    },
  };
}

function longOnes(executions: Iterable<Execution>, now: number): Execution[] {
  return [...executions].filter(({ startedAt }) => now - startedAt >= limits.announceAfterMs);
}

/** A run's own progress (wf.progress): an activity of no step. */
function runRow(run: LiveRun, worker: WorkerKey): ActivityRow {
  const { key, progressed, row } = run;
  const startedAt = row.startedAt ?? row.createdAt;
  return { run: key, op: "", attempt: 0, worker, startedAt, heartbeat: undefined, progress: progressed };
}

function keyOf(execution: Execution): string {
  return `${execution.run.key} ${execution.command.attempt} ${execution.command.operation.id}`;
}

function activityKey(execution: Execution, worker: WorkerKey): ActivityKey {
  return { run: execution.run.key, op: execution.command.operation.id, worker };
}

function rowOf(
  execution: Execution,
  worker: WorkerKey,
  encode: (value: unknown, where: string) => string,
): ActivityRow {
  const { lastHeartbeat, progressed } = execution;
  return {
    ...activityKey(execution, worker),
    attempt: execution.command.attempt,
    startedAt: execution.startedAt,
    heartbeat: lastHeartbeat === undefined ? undefined : encode(lastHeartbeat, "a heartbeat"),
    progress: progressed,
  };
}
