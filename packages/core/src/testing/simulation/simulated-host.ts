/** A process of the simulated world as its engine sees it: clock, timers, chance. */
import type { Host, PointName, ProcessProof } from "../../host/port.ts";
import { seededBytes } from "../../host/seeded-bytes.ts";
import type { Actor } from "./actor.ts";
import type { Clockwork } from "./clockwork.ts";

export interface SimulatedHostParts {
  readonly clockwork: Clockwork;
  readonly actor: Actor;
  readonly seed: number;
  isProvablyDead(proof: ProcessProof): boolean;
  point(name: PointName): void;
}

export function simulatedHost({ clockwork, actor, seed, isProvablyDead, point }: SimulatedHostParts): Host {
  return {
    now: () => clockwork.now(),
    monotonic: () => clockwork.elapsed,
    timer: (delayMs, fn) => clockwork.timer(actor, delayMs, fn),
    immediate: (fn) => clockwork.turn(actor, fn),
    randomBytes: seededBytes(seed * 1_000 + actor.number),
    proof: proofOf(actor),
    isProvablyDead,
    thread: () => undefined,
    process: () => undefined,
    point,
  };
}

function proofOf(actor: Actor): ProcessProof {
  return { machine: "simulated", boot: "1", pidNamespace: "simulated", pid: actor.number, started: "1" };
}
