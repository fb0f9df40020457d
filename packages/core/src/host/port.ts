/**
 * The one door to clock, timers, randomness, threads and processes. Everything in core goes
 * through it, so that a whole engine can run under a virtual clock and be stopped at named points.
 */
export interface Host {
  /** Wall clock, ms since the epoch. It may jump. */
  now(): number;
  /** Ms from any fixed instant; never jumps, never goes back. */
  monotonic(): number;
  /** Calls `fn` once, not before `delayMs` have passed; any length of delay. */
  timer(delayMs: number, fn: () => void): Timer;
  /** Calls `fn` in a macrotask of its own, outside of every async context; all promise callbacks that are due run before it. */
  immediate(fn: () => void): void;
  /** `length` random bytes of cryptographic quality. */
  randomBytes(length: number): Uint8Array;
  /** What proves, on this machine, that this process is dead. */
  readonly proof: ProcessProof;
  /** True only if the process is certainly gone. False when in doubt. */
  isProvablyDead(proof: ProcessProof): boolean;
  /** Starts a thread from a module; `undefined` where there are no threads (virtual host). */
  thread(module: URL, data: unknown): HostThread | undefined;
  /**
   * A named moment. Crash tests stop here; nothing else may depend on it.
   * Names: "commit:before", "commit:after", "body:before", "body:after", "deliver".
   */
  point(name: PointName, detail?: string): void;
}

/** The named moments of Host.point. */
export type PointName = "commit:before" | "commit:after" | "body:before" | "body:after" | "deliver";

/** A timer that was set and may be taken back. */
export interface Timer {
  cancel(): void;
}

/** Identifies a process beyond reuse of its pid. Empty fields: not known here, then nothing is provable. */
export interface ProcessProof {
  readonly machine: string;
  readonly boot: string;
  readonly pidNamespace: string;
  readonly pid: number;
  /** Start time of the process in clock ticks since boot. */
  readonly started: string;
}

/** A thread that the host has started; messages go both ways. */
export interface HostThread {
  post(message: unknown): void;
  onMessage(fn: (message: unknown) => void): void;
  /** Called once when the thread has ended, with the reason if it failed. */
  onExit(fn: (error: Error | undefined) => void): void;
  stop(): Promise<void>;
}
