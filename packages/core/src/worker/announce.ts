/**
 * Says which bodies are taking long, so that other processes can see them. Outside of the durability barrier: it
 * tells what is going on, not what has happened.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { ActivityKey, ActivityRow, Store, WorkerKey } from "../store/port.ts";
import type { Execution } from "./attempt.ts";

export interface AnnouncerParts {
  readonly host: Host;
  readonly store: Store;
  readonly worker: { readonly key: WorkerKey | undefined; allExecutions(): Iterable<Execution> };
  encode(value: unknown, where: string): string;
  /** Something of these runs can be seen now that could not before. */
  announced(executions: readonly Execution[]): void;
  troubled(error: unknown): void;
}

export function announcer(parts: AnnouncerParts): { stop(): void } {
  const { host } = parts;
  let shown = new Map<string, ActivityKey>();
  let stopped = false;
  let timer: Timer | undefined;

  const round = async (): Promise<void> => {
    const now = host.now();
    const long = [...parts.worker.allExecutions()].filter(
      (execution) => now - execution.startedAt >= limits.announceAfterMs,
    );
    const still = new Map(long.map((execution) => [keyOf(execution), activityKey(execution)]));
    const changed = long.filter((execution) => !execution.announced || execution.changed);
    const ended = [...shown].filter(([key]) => !still.has(key)).map(([, activity]) => activity);
    shown = still;
    const { key } = parts.worker;
    if (key === undefined || (changed.length === 0 && ended.length === 0)) return;
    for (const execution of changed) {
      execution.announced = true;
      execution.changed = false;
    }
    await parts.store.announce(
      changed.map((execution) => rowOf(execution, key, parts.encode)),
      ended,
    );
    parts.announced(changed);
  };
  const arm = (): void => {
    if (stopped) return;
    timer = host.timer(limits.announceAfterMs, () => void round().catch(parts.troubled).finally(arm));
  };
  arm();
  return {
    stop() {
      stopped = true;
      timer?.cancel();
    },
  };
}

function keyOf(execution: Execution): string {
  return `${execution.run.key} ${execution.command.attempt} ${execution.command.operation.id}`;
}

function activityKey(execution: Execution): ActivityKey {
  return { run: execution.run.key, op: execution.command.operation.id };
}

function rowOf(
  execution: Execution,
  worker: WorkerKey,
  encode: (value: unknown, where: string) => string,
): ActivityRow {
  const { lastHeartbeat, progressed } = execution;
  return {
    ...activityKey(execution),
    attempt: execution.command.attempt,
    worker,
    startedAt: execution.startedAt,
    heartbeat: lastHeartbeat === undefined ? undefined : encode(lastHeartbeat, "a heartbeat"),
    progress: progressed,
  };
}
