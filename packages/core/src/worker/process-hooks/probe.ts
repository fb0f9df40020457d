/** What an engine tells the process-wide hooks about the code that is running. */

export interface HookProbe {
  /**
   * Asked first: true only while workflow code of this engine can be running. Best a plain property: it is read
   * at every Date.now() of the process, and a getter makes that three times as dear.
   */
  readonly window: boolean;
  /** Set when an error that nothing could catch has ended a drain of the microtask queue before its time. */
  cutShort?: boolean;
  /** The run whose workflow code is calling right now; undefined in step bodies and outside of runs. */
  guarded(): GuardedRun | undefined;
  /** The run, in workflow code or a body, in whose async context we are. */
  runOf(): { log(text: string): void } | undefined;
}

/** Where guarded calls get their values; equal on every replay. */
export interface GuardedValues {
  /** Ms since the epoch. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
  bytes(length: number): Uint8Array;
  /** What performance.now() answers; `now()` when left out. */
  monotonic?(): number;
}

export interface GuardedRun extends GuardedValues {
  /** `replace`: guarded calls are answered from here; `error`: they block the run; `off`: nothing is guarded. */
  readonly mode: "replace" | "error" | "off";
  /**
   * Random values for packages that workflow code calls, from a counter of their own: a tracing library that is
   * switched on later then leaves the workflow's own values as they were. This run's own when left out.
   */
  readonly library?: GuardedValues;
  /** Takes what the code prints, to show it when the time has come or never; left out: it is shown at once. */
  readonly print?: (show: () => void) => void;
  /** Marks the run blocked and throws. @param line `file:line:column` of the caller, "" when unknown */
  block(call: string, line: string): never;
}
