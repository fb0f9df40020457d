/** Ctrl-C and the like: the first asks to save, the second leaves at once. */
import type { Environment, Signal } from "../environment.ts";
import { exitCodes } from "../exit-codes.ts";

export interface Interruption {
  /** Resolves with the first signal. */
  readonly first: Promise<Signal>;
  /** From now on the first signal is the one that leaves: what it would ask for is being done. */
  expectSecond(): void;
  /** Called with the exit code before the process is left at once, to say what becomes of what it leaves. */
  beforeLeaving(fn: (exit: number) => void): void;
  /** Signals do again what they do by default. */
  stop(): void;
}

export function listenForInterruption(environment: Environment): Interruption {
  const { promise, resolve } = Promise.withResolvers<Signal>();
  let signals = 0;
  let say = (_exit: number): void => {};
  const listening = environment.onSignal((signal) => {
    if (++signals > 1) {
      const exit = exitCodeOfSignal(signal);
      say(exit);
      environment.leave(exit);
    }
    resolve(signal);
  });
  return {
    first: promise,
    expectSecond: () => {
      signals = Math.max(signals, 1);
    },
    beforeLeaving: (fn) => {
      say = fn;
    },
    stop: () => listening.stop(),
  };
}

export function exitCodeOfSignal(signal: Signal): number {
  return signal === "SIGINT" ? exitCodes.interrupted : exitCodes.terminated;
}
