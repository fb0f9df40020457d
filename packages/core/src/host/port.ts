/**
 * The one door to clock, timers, randomness, threads and processes. Everything in core goes
 * through it, so that a whole engine can run under a virtual clock and be stopped at named points.
 */
export interface Host {
  /** Wall clock, ms since the epoch. It may jump. */
  now(): number;
  /** Ms from any fixed instant; never jumps, never goes back. */
  monotonic(): number;
  /** CPU time that all threads of this process have used, ms. Left out where nobody counts it. */
  cpuMs?(): number;
  /** Calls `fn` once, not before `delayMs` have passed; any length of delay. */
  timer(delayMs: number, fn: () => void, options?: TimerOptions): Timer;
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
   * Starts a process from a module; `undefined` where there are none (virtual host). It inherits the environment. On
   * its descriptor 4 it finds a life-line: a pipe that closes when this process ends.
   */
  process(module: URL, options: HostProcessOptions): HostProcess | undefined;
  /**
   * A named moment. Crash tests stop here; nothing else may depend on it.
   * Names: "commit:before", "commit:after", "body:before", "body:after", "deliver".
   */
  point(name: PointName, detail?: string): void;
}

/** The named moments of Host.point. */
export type PointName = "commit:before" | "commit:after" | "body:before" | "body:after" | "deliver";

/** How a timer is set. */
export interface TimerOptions {
  /** True: it does not keep the process alive. Default false. */
  readonly background?: boolean;
  /** True: nothing that anybody waits for comes of it, so that virtual time may pass over it. Default false. */
  readonly upkeep?: boolean;
}

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

/** How a process is started. */
export interface HostProcessOptions {
  /** The only argument of its program. */
  readonly argument: string;
  /** How large its JavaScript heap may become, bytes; undefined for Node's default. */
  readonly heapBytes: number | undefined;
}

/** A process that the host has started; messages go both ways, as JSON. It does not keep this process alive. */
export interface HostProcess {
  post(message: unknown): void;
  onMessage(fn: (message: unknown) => void): void;
  /** What it prints, in pieces as they come. */
  onOutput(fn: (from: "stdout" | "stderr", text: string) => void): void;
  /** Called once when it has ended and all that it has said and printed was told. */
  onExit(fn: (end: ProcessEnd) => void): void;
  /** Sends a signal to it and to all that it has started (on Windows to it alone). */
  kill(signal: "SIGTERM" | "SIGKILL"): void;
}

/** How a process has ended. */
export interface ProcessEnd {
  /** Null when a signal has ended it. */
  readonly code: number | null;
  readonly signal: string | null;
  /** It could not be started. */
  readonly error?: Error;
}
