/** Ctrl-C and the like: the first asks to save, the second leaves at once. */
import type { Environment, Signal } from "../environment.ts";
import { exitCodes } from "../exit-codes.ts";

export interface Interruption {
  /** Resolves with the first signal. */
  readonly first: Promise<Signal>;
  /** From now on the first signal is the one that leaves: what it would ask for is being done. */
  expectSecond(): void;
  /** Signals do again what they do by default. */
  stop(): void;
}

export function listenForInterruption(environment: Environment): Interruption {
  const { promise, resolve } = Promise.withResolvers<Signal>();
  let signals = 0;
  const listening = environment.onSignal((signal) => {
    if (++signals > 1) environment.leave(exitCodeOfSignal(signal));
    resolve(signal);
  });
  return {
    first: promise,
    expectSecond: () => {
      signals = Math.max(signals, 1);
    },
    stop: () => listening.stop(),
  };
}

export function exitCodeOfSignal(signal: Signal): number {
  return signal === "SIGINT" ? exitCodes.interrupted : exitCodes.terminated;
}
