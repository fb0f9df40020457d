/** Tells the process-wide hooks which code of this engine is running, and answers guarded calls from its run. */
import { randomAt, uuidAt } from "../model/deterministic.ts";
import { failure } from "../model/errors.ts";
import { currentFrame } from "../operations/frame.ts";
import type { RunPort } from "../operations/run-port.ts";
import type { GuardedRun, GuardedValues, HookProbe } from "./process-hooks/probe.ts";

/** The pump opens and closes the window. */
export interface GuardProbe extends HookProbe {
  window: boolean;
}

export function guardProbe(): GuardProbe {
  return {
    window: false,
    guarded() {
      const frame = currentFrame();
      return frame === undefined || frame.step !== undefined ? undefined : guardedRun(frame.run);
    },
    runOf() {
      const frame = currentFrame();
      if (frame === undefined) return undefined;
      return {
        log: (text) => (frame.step === undefined ? frame.run.log("error", text) : frame.step.log(text, "error")),
      };
    },
  };
}

function guardedRun(run: RunPort): GuardedRun {
  return {
    mode: run.defaults.guard,
    ...values(run, "workflow", () => run.clock.now()),
    // Libraries have counters of their own: switching one on leaves the workflow's own values as they were.
    library: values(run, "library", () => run.clock.peek()),
    print: (show) => run.print(show),
    block(call, line): never {
      const error = failure("guarded-call", { call, line });
      run.block(error);
      throw error;
    },
  };
}

function values(run: RunPort, who: string, now: () => number): GuardedValues {
  const scope = `guard~${who}`;
  const next = (counter: string): number => {
    const n = (run.counters.get(counter) ?? 0) + 1;
    run.counters.set(counter, n);
    return n;
  };
  return {
    now,
    random: () => randomAt(run.seed, scope, next(`${scope}~random`)),
    uuid: () => uuidAt(run.seed, scope, next(`${scope}~uuid`)),
    bytes(length) {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at++)
        bytes[at] = Math.floor(randomAt(run.seed, scope, next(`${scope}~random`)) * 256);
      return bytes;
    },
  };
}
