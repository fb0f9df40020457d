/**
 * Which code is running: the one AsyncLocalStorage of the engine. A frame is entered once per workflow
 * function, per item of a map, per scope and per step body, and follows every await below it.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Scope } from "../replay/scope.ts";
import type { RunPort } from "./run-port.ts";
import type { StepContext } from "./step-context.ts";

export interface Frame {
  readonly run: RunPort;
  readonly scope: Scope;
  /** The body that is executing; undefined in workflow code. */
  readonly step: StepContext | undefined;
  /** What is asked here goes on when the run is cancelled or times out (shield.ts). */
  readonly shielded: boolean;
}

const storage = new AsyncLocalStorage<Frame>();

/** The frame of the code that asks; undefined outside of any run. */
export function currentFrame(): Frame | undefined {
  return storage.getStore();
}

/** A frame of workflow code below the one of the code that asks: in another scope, shielded if that one is. */
export function innerFrame(run: RunPort, scope: Scope): Frame {
  return { run, scope, step: undefined, shielded: isShielded() };
}

/** True where the code that asks is in a shield. */
export function isShielded(): boolean {
  return storage.getStore()?.shielded ?? false;
}

/** Runs `fn`, and all that it awaits, in a frame. */
export function inFrame<T>(frame: Frame, fn: () => T): T {
  return storage.run(frame, fn);
}

/** The same with an argument: the hot path makes no closure. */
export function inFrameWith<A, T>(frame: Frame, fn: (argument: A) => T, argument: A): T {
  return storage.run(frame, fn, argument);
}
