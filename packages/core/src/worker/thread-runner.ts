/** Has a task's body executed in a thread of the pool, as one attempt of a step. */
import type { Host } from "../host/port.ts";
import type { StepValue } from "../model/entry.ts";
import type { BodyCommand } from "../operations/run-port.ts";
import { stepKey } from "../operations/step-context.ts";
import type { Execution } from "./attempt.ts";
import type { LiveRun } from "./live-run.ts";
import type { ThreadJob } from "./threads/messages.ts";
import { createThreadPool } from "./threads/pool.ts";

export interface ThreadRunner {
  /** Resolves to the result and what the body has set. Rejects with what it threw. */
  run(run: LiveRun, command: BodyCommand, execution: Execution): Promise<StepValue>;
  close(): Promise<void>;
}

export interface ThreadRunnerParts {
  readonly host: Host;
  /** Threads at most; undefined for one per processor. */
  readonly size: number | undefined;
  readonly encode: (value: unknown, where: string) => string;
  readonly decode: (text: string) => unknown;
}

export function threadRunner(parts: ThreadRunnerParts): ThreadRunner {
  const { host, size, encode, decode } = parts;
  const pool = createThreadPool({ host, size, decode });
  return {
    async run(run, command, execution) {
      const job = threadJob(run, command, encode);
      const value = await pool.run(job, {
        signal: execution.signal,
        onHeartbeat: (data) => execution.heartbeat(decode(data)),
        onProgress: (done, total) => execution.progress(done, total),
        onLog: (level, text) => execution.log(level, text),
      });
      return decode(value) as StepValue;
    },
    close: () => pool.close(),
  };
}

function threadJob(run: LiveRun, command: BodyCommand, encode: ThreadRunnerParts["encode"]): ThreadJob {
  const { place, operation, step, attempt, requestedAt, lastHeartbeat } = command;
  const { module, task, input } = place.isolation === "thread" ? place : { module: "", task: "", input: undefined };
  return {
    module,
    task,
    input: encode(input, `the input of task "${task}"`),
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
