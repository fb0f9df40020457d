/**
 * Decides for one call of a guarded function who answers it: nearly always the platform, since no workflow
 * code is running; else the run, or nobody.
 */
import { callerOf } from "./caller.ts";
import type { AnyFunction } from "./patch.ts";
import type { GuardedRun, GuardedValues, HookProbe } from "./probe.ts";

/** `clock` and `random` can be answered from the run; `outside` (timers, fetch) never. */
export type CallKind = "clock" | "random" | "outside";

/**
 * Who answers a package that workflow code calls. A logger's time stamp and flush timer do no harm, and what
 * goes wrong with timers or fetch shows as a stalled run. A random id would differ silently on every replay.
 */
const forLibraries: Record<CallKind, "platform" | "run"> = { clock: "platform", random: "run", outside: "platform" };

export class Guard {
  // Not #private, and the loop in run() calls nothing: this stands in every Date.now() of the process.
  private probes: readonly HookProbe[] = [];

  get isEmpty(): boolean {
    return this.probes.length === 0;
  }

  add(probe: HookProbe): void {
    this.probes = [...this.probes, probe];
  }

  remove(probe: HookProbe): void {
    const at = this.probes.indexOf(probe);
    if (at >= 0) this.probes = this.probes.toSpliced(at, 1);
  }

  /** The run whose workflow code is calling. */
  run(): GuardedRun | undefined {
    const probes = this.probes;
    for (let i = 0; i < probes.length; i++) if ((probes[i] as HookProbe).window) return askProbes(probes);
    return undefined;
  }

  /** Node stops draining at an error that nothing could catch, and goes on later. */
  drainCutShort(): void {
    for (const probe of this.probes) probe.cutShort = true;
  }

  /** The run in whose async context we are. */
  owner(): { log(text: string): void } | undefined {
    for (const probe of this.probes) {
      const run = probe.runOf();
      if (run !== undefined) return run;
    }
    return undefined;
  }
}

function askProbes(probes: readonly HookProbe[]): GuardedRun | undefined {
  for (const probe of probes) {
    const run = probe.window ? probe.guarded() : undefined;
    if (run !== undefined) return run.mode === "off" ? undefined : run;
  }
  return undefined;
}

/** A call that workflow code has reached. */
export interface GuardedCall {
  readonly kind: CallKind;
  /** For messages: `Date.now()`. */
  readonly name: string;
  /** The guarded function: the frame under it is the caller's. */
  readonly entry: AnyFunction;
}

/** Where the call gets its value; undefined for the platform. Throws when it blocks the run. */
export function answer(run: GuardedRun, call: GuardedCall): GuardedValues | undefined {
  const caller = callerOf(call.entry, { pastNode: call.kind === "random" });
  if (caller.isLibrary) return forLibraries[call.kind] === "run" ? (run.library ?? run) : undefined;
  if (run.mode === "error" || call.kind === "outside") return run.block(call.name, caller.line);
  return run;
}
