/** The runs that this worker holds in memory, and which of them have something to write or to start. */
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import type { RunKey, RunWrite } from "../store/port.ts";
import type { Execution } from "./attempt.ts";
import { sizeOfWrite } from "./batch-size.ts";
import { HotRuns } from "./hot-runs.ts";
import type { LiveRun } from "./live-run.ts";
import { LoopLag } from "./loop-lag.ts";
import { isSuspect } from "./poison.ts";
import { RunWriteBuffer } from "./run-write.ts";

export class HeldRuns {
  /** Those that are `running` under this worker. */
  readonly active = new Map<RunKey, LiveRun>();
  /** Parked ones whose memory is kept. */
  readonly hot = new HotRuns();
  /** Who of them keeps the event loop busy. */
  readonly lag = new LoopLag();
  /** With bodies that wait for the barrier. */
  readonly starting = new Set<LiveRun>();
  readonly #dirty = new Set<LiveRun>();
  readonly #givenBack: RunWrite[] = [];
  readonly #dropped: (run: RunKey) => void;
  readonly #batchEntries: number;

  /** @param dropped told of runs that are not executed here any more, though nothing that was written here says so */
  constructor(dropped: (run: RunKey) => void, batchEntries: number = limits.batchEntries) {
    this.#dropped = dropped;
    this.#batchEntries = batchEntries;
  }

  /** What the run has gathered goes with the next batch. */
  noteWrites(run: LiveRun): void {
    if (run.dropped) return;
    if (!run.record.write.empty) this.#dirty.add(run);
    if (run.agenda.bodies.length > 0) this.starting.add(run);
  }

  /** Takes what runs have gathered, up to the limits of a batch; what is over stays for the next one. */
  gather(): RunWrite[] {
    const writes: RunWrite[] = [];
    const parking: LiveRun[] = [];
    let entries = this.#batchEntries;
    let bytes: number = limits.batchBytes;
    writes.push(...this.#givenBack.splice(0));
    for (const run of this.#dirty) {
      if (entries <= 0 || bytes <= 0) break;
      if (run.record.reserved) continue;
      // A transaction may have written what was gathered.
      if (run.record.write.empty) {
        this.#dirty.delete(run);
        continue;
      }
      const write = run.record.write.take(run, { entries, bytes });
      bytes -= sizeOfWrite(write);
      entries -= Math.max(1, write.entries.length);
      writes.push(write);
      if (write.change?.event === "park") parking.push(run);
      if (run.record.write.empty) this.#dirty.delete(run);
    }
    this.hot.willKeep(parking);
    return writes;
  }

  /** More than one batch could take is waiting. */
  get hasMore(): boolean {
    return this.#dirty.size > 0 || this.#givenBack.length > 0;
  }

  get holdsSuspect(): boolean {
    for (const run of this.active.values()) if (isSuspect(run.row.deaths)) return true;
    return false;
  }

  *executions(): Iterable<Execution> {
    for (const run of this.active.values()) yield* run.agenda.executing.values() as Iterable<Execution>;
  }

  /** True while the run is held and executed here: its end will be told. */
  executes(run: RunKey): boolean {
    return this.active.has(run);
  }

  /** The run of this id, if it executes here. */
  named(id: string): LiveRun | undefined {
    for (const run of this.active.values()) if (run.id === id) return run;
    return undefined;
  }

  /** The run is not ours any more: nothing of it is written, its bodies are told to stop. */
  drop(run: LiveRun): void {
    run.drop();
    if (this.active.get(run.key) === run) this.active.delete(run.key);
    this.#dirty.delete(run);
    this.starting.delete(run);
    run.agenda.abandonAll(
      () => run.ending?.error ?? failure("run-ended", { id: run.id, status: "given up here", operation: "result" }),
    );
    this.#dropped(run.key);
  }

  /** What is on disk of the run is not known here any more: whoever takes it next reads it. */
  giveBack(run: LiveRun): void {
    this.drop(run);
    this.giveBackUnread(run);
  }

  /** The same for a run that is not in memory. */
  giveBackUnread(claimed: Pick<LiveRun, "key" | "claim">): void {
    const release = new RunWriteBuffer();
    release.change = { event: "release" };
    this.#givenBack.push(release.take(claimed, { entries: 1, bytes: 1 }));
  }

  dropAll(): void {
    for (const run of [...this.active.values()]) this.drop(run);
    this.hot.clear();
    this.#givenBack.length = 0;
  }
}
