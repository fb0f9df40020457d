/**
 * Replays what a run has recorded against the code that is here. Nothing is written, no body is executed, and no claim
 * is taken: the run may belong to another process and go on meanwhile.
 */
import type { Entry } from "../model/entry.ts";
import { isFailure, type StepwellError } from "../model/errors.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import { describeOperation } from "../replay/divergence.ts";
import type { RecordedRun } from "../store/port.ts";
import { guardProbe } from "../worker/guard-probe.ts";
import { LiveRun } from "../worker/live-run.ts";
import { installProcessHooks } from "../worker/process-hooks/install.ts";
import { Pump } from "../worker/pump.ts";
import type { RunHolder } from "../worker/run-holder.ts";
import type { Internals } from "./internals.ts";

/** How code and journal went together. */
export interface Replayed {
  /** How many entries the code was told of. */
  readonly position: number;
  /** Why the engine would not go on; undefined where it would. */
  readonly blockedBy: StepwellError | undefined;
  /** The function has ended. */
  readonly ended: boolean;
  /** What the code waits for where the journal ends. */
  readonly waitsFor: readonly string[];
}

export interface DryRun {
  readonly workflow: AnyWorkflow;
  readonly recorded: RecordedRun;
  /** Called before the code is told of an entry. */
  readonly onEntry?: ((entry: Entry) => void) | undefined;
}

/**
 * Lines of code are asked for only where they are told, of code that does not fit: finding them takes longer than all
 * the rest. Whoever follows the entries sees the code go by once.
 */
export async function dryReplay(internals: Internals, dry: DryRun): Promise<Replayed> {
  if (dry.onEntry !== undefined) return await replayOnce(internals, dry, true);
  const found = await replayOnce(internals, dry, false);
  return isFailure(found.blockedBy, "divergence") ? await replayOnce(internals, dry, true) : found;
}

function replayOnce(internals: Internals, dry: DryRun, diagnose: boolean): Promise<Replayed> {
  const probe = guardProbe();
  const hooks = installProcessHooks(probe);
  const { promise, resolve } = Promise.withResolvers<Replayed>();
  const pump = new Pump<LiveRun>(internals.settings.host, probe, {
    settle: (run) => {
      if (!run.over && run.cursor.waiting > 0) return;
      if (!run.over && run.cursor.open === 0) run.block(run.stalled());
      resolve(replayed(run, holder.told));
      run.drop();
    },
    flush: () => {},
  });
  const { row, entries, inherited } = dry.recorded;
  const holder = new DryHolder(internals, { pump, dry });
  const parts = { row, entries, inherited, logLines: Infinity, diagnose };
  pump.deliver(new LiveRun({ ...parts, workflow: dry.workflow, holder }));
  return promise.finally(() => hooks.uninstall());
}

function replayed(run: LiveRun, position: number): Replayed {
  const { blockedBy, outcome } = run;
  const waitsFor: string[] = [];
  if (!run.over)
    for (const operation of run.cursor.pending.values())
      if (!operation.cancelled) waitsFor.push(operation.describe?.() ?? describeOperation(operation.id));
  return { position, blockedBy, ended: outcome !== undefined, waitsFor };
}

interface DryParts {
  readonly pump: Pump<LiveRun>;
  readonly dry: DryRun;
}

/** Holds a run in memory and does nothing for it. */
class DryHolder implements RunHolder<LiveRun> {
  /** How many entries the code was told of. */
  told = 0;
  readonly defaults: RunHolder<LiveRun>["defaults"];
  readonly encode: RunHolder<LiveRun>["encode"];
  readonly decode: RunHolder<LiveRun>["decode"];
  readonly texts: RunHolder<LiveRun>["texts"];
  readonly #in: Internals;
  readonly #parts: DryParts;

  constructor(internals: Internals, parts: DryParts) {
    this.defaults = internals.settings.defaults;
    this.encode = internals.encode;
    this.decode = internals.decode;
    this.texts = internals.texts;
    this.#in = internals;
    this.#parts = parts;
  }

  get round(): number {
    return this.#parts.pump.round;
  }

  get window(): boolean {
    return this.#parts.pump.gate.window;
  }

  now(): number {
    return this.#in.settings.host.now();
  }

  deliver(run: LiveRun): void {
    this.#parts.pump.deliver(run);
  }

  touch(run: LiveRun): void {
    if (!run.dropped) this.#parts.pump.touch(run);
  }

  serve(): void {}

  adopt(): void {}

  abort(): void {}

  point(): void {
    const { onEntry, recorded } = this.#parts.dry;
    const entry = recorded.entries[this.told++];
    if (entry !== undefined) onEntry?.(entry);
  }
}
