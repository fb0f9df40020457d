/** Has a task's body executed outside of the worker's own thread, as one attempt of a step. */
import type { Host } from "../../host/port.ts";
import type { StepValue } from "../../model/entry.ts";
import type { BodyCommand } from "../../operations/run-port.ts";
import { stepKey } from "../../operations/step-context.ts";
import type { Execution } from "../attempt.ts";
import type { LiveRun } from "../live-run.ts";
import { createProcessPool } from "../processes/process-pool.ts";
import { createThreadPool } from "../threads/thread-pool.ts";
import type { BodyJob } from "./messages.ts";

export interface ElsewhereRunner {
  /** Resolves to the result and what the body has set. Rejects with what it threw. */
  run(run: LiveRun, command: BodyCommand, execution: Execution): Promise<StepValue>;
  /** @param graceMs how long bodies that were told may go on, at the most */
  close(graceMs: number): Promise<void>;
}

export interface ElsewhereParts {
  readonly host: Host;
  /** Threads and processes at most; undefined for one per processor. */
  readonly threads: number | undefined;
  readonly processes: number | undefined;
  readonly encode: (value: unknown, where: string) => string;
  readonly decode: (text: string) => unknown;
}

export function elsewhereRunner(parts: ElsewhereParts): ElsewhereRunner {
  const { host, encode, decode } = parts;
  const threads = createThreadPool({ host, size: parts.threads, decode });
  const processes = createProcessPool({ host, size: parts.processes, decode });
  return {
    async run(run, command, execution) {
      const job = bodyJob(run, command, encode);
      const over = new AbortController();
      execution.whenOver = () => over.abort();
      const pool = command.place.isolation === "process" ? processes : threads;
      const value = await pool.run(job, {
        signal: execution.signal,
        over: over.signal,
        onHeartbeat: (data) => execution.heartbeat(decode(data)),
        onProgress: (done, total) => execution.progress(done, total),
        onLog: (level, text) => execution.log(level, text),
      });
      return decode(value) as StepValue;
    },
    close: async (graceMs) => void (await Promise.all([threads.close(graceMs), processes.close(graceMs)])),
  };
}

const nowhere = { module: "", task: "", input: undefined, memoryBytes: undefined };

function bodyJob(run: LiveRun, command: BodyCommand, encode: ElsewhereParts["encode"]): BodyJob {
  const { place, operation, step, attempt, requestedAt, lastHeartbeat } = command;
  const { module, task, input, memoryBytes } = "module" in place ? place : nowhere;
  return {
    module,
    task,
    input: encode(input, `the input of task "${task}"`),
    memoryBytes,
    context: {
      runId: run.id,
      step,
      attempt,
      key: stepKey(run, step),
      fence: run.fence,
      seed: run.seed,
      scope: operation.id,
      nowMs: requestedAt,
      lastHeartbeat: lastHeartbeat === undefined ? undefined : encode(lastHeartbeat, "a heartbeat"),
    },
  };
}
