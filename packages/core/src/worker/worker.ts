/**
 * Holds runs in memory and carries them on: wires pump, commit queue, claims and lease together. Everything that
 * a run does passes through here; everything that is decided is decided elsewhere (settle, claiming, attempt).
 *
 * V1  Nobody outside is told of anything before it is on disk.
 * V2  A run that this worker no longer holds is dropped whole; nothing of it is written any more.
 */
import type { Host } from "../host/port.ts";
import { failure } from "../model/errors.ts";
import type { Operation, RunDefaults } from "../operations/run-port.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { Batch, CommitResult, ReapedRun, RunChange, RunKey, RunWrite, WorkerKey } from "../store/port.ts";
import { Bodies } from "./bodies.ts";
import { Claiming, type ClaimingParts } from "./claiming.ts";
import { CommitQueue } from "./commit-queue.ts";
import { type Errands, errandsOf } from "./errands.ts";
import { HeldRuns } from "./held-runs.ts";
import { Intake } from "./intake.ts";
import { Lease } from "./lease.ts";
import type { LiveRun } from "./live-run.ts";
import { LookAround } from "./look-around.ts";
import { Pause } from "./pause.ts";
import { clearsSuspect } from "./poison.ts";
import { Pump } from "./pump.ts";
import { registeredAnew } from "./register-anew.ts";
import { Requests } from "./requests.ts";
import type { RunHolder } from "./run-holder.ts";
import { servesOf } from "./serves.ts";
import { settler } from "./settle.ts";
import { timerAt } from "./timer-at.ts";
import { type TransactionOwner, Transactions } from "./transactions.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** Until what the store has refused for no reason of ours is tried again. */
const againMs = 1_000;

export class Worker implements RunHolder<LiveRun> {
  readonly host: Host;
  readonly defaults: RunDefaults;
  readonly encode: WorkerOptions["encode"];
  readonly decode: WorkerOptions["decode"];
  readonly texts: WorkerOptions["texts"];
  /** The runs in memory, for displays. */
  readonly held: HeldRuns;
  /** For the engine: starts and messages. */
  readonly requests: Requests;
  readonly #options: WorkerOptions;
  readonly #pump: Pump<LiveRun>;
  readonly #queue: CommitQueue;
  readonly #claiming: Claiming;
  readonly #lease: Lease;
  readonly #intake: Intake;
  readonly #bodies: Bodies;
  /** Names of the workflows whose runs are taken; grows with those that runs call. */
  readonly #served: string[];
  readonly #settleRun: ReturnType<typeof settler>;
  readonly #errands: Errands;
  readonly #around: LookAround;
  #stopping = false;
  /** Between registrations, or after the last: what batches bring was given back with the old one. */
  #away = false;
  /** Ends when nothing executes any more. */
  readonly #grace: Pause;

  constructor(options: WorkerOptions) {
    const { host, store } = options;
    this.host = host;
    this.defaults = options.defaults;
    this.encode = options.encode;
    this.decode = options.decode;
    this.texts = options.texts;
    this.#options = options;
    this.#grace = new Pause(host);
    this.held = new HeldRuns(options.events.dropped, options.batchEntries);
    this.#served = [...options.workflows.keys()];
    this.#pump = new Pump<LiveRun>(host, options.gate, {
      settle: (run) => this.#settle(run),
      flush: () => this.#flush(),
    });
    const owner = this.#commits(options);
    this.#queue = new CommitQueue(host, store, owner);
    this.requests = new Requests({
      host,
      queue: this.#queue,
      workflows: options.workflows,
      ownRunsOnly: options.ownRunsOnly,
      claiming: () => this.#claiming,
      poke: () => this.#pump.poke(),
    });
    this.#claiming = new Claiming(this.#claims(options));
    const transactions = new Transactions({ store, owner, worker: this });
    this.#bodies = new Bodies({ elsewhere: options.elsewhere, transactions, worker: this });
    this.#intake = new Intake({
      store,
      workflows: options.workflows,
      held: this.held,
      pump: this.#pump,
      holder: this,
      events: options.events,
      gone: (run) => this.#gone(run),
      dueAt: (at) => this.#claiming.dueAt(at),
    });
    const [touch, wakes] = [(run: LiveRun) => this.touch(run), () => this.#claiming.look()];
    this.#errands = errandsOf({ options, intake: this.#intake, held: this.held, touch, wakes });
    this.#settleRun = settler({ encode: options.encode, texts: options.texts, touch, host, ...this.#errands.deps });
    this.#lease = new Lease({
      host,
      store,
      name: options.name,
      build: options.build,
      serves: servesOf(options),
      owner: {
        reaped: (runs) => this.#reaped(runs),
        fenced: () => void this.#fenced(this.#lease.worker),
        jumped: () => this.#clockJumped(),
        troubled: (error) => options.events.notice("the heartbeat failed and is tried again", error),
      },
    });
    const absent = () => this.#away || this.#stopping;
    const [lease, intake, claiming, queue] = [this.#lease, this.#intake, this.#claiming, this.#queue];
    this.#around = new LookAround({ options, absent, lease, intake, claiming, queue });
  }

  #commits({ events }: WorkerOptions): TransactionOwner {
    return {
      gather: () => this.held.gather(),
      committed: (batch, result) => this.#committed(batch, result),
      refused: (write, error) => this.#refused(write, error),
      lost: (held) => this.#drop(held),
      landed: () => {
        void this.#around.hearAgain();
        // What was over the limits of one batch, or gathered while it was on its way.
        if (this.held.hasMore || this.#queue.hasMore) this.#pump.poke();
      },
      claimLost: () => {
        this.held.hot.pin(false);
        this.#claiming.lost();
      },
      fenced: (worker) => void this.#fenced(worker),
      broken: (error) => this.broken(error),
      delayed: (error, waitMs) => events.notice(`writing failed, again in ${waitMs} ms`, error),
    };
  }

  #claims(options: WorkerOptions): ClaimingParts {
    const { host, store } = options;
    const worker = this;
    return {
      host,
      concurrency: options.concurrency,
      workflows: this.#served,
      queues: options.queues,
      build: options.build,
      peek: (claim, at) => store.peek(claim, at),
      ids: this.requests.own,
      owner: {
        get active() {
          return worker.held.active.size + worker.requests.promised;
        },
        get holdsSuspect() {
          return worker.held.holdsSuspect;
        },
        request: (claim) => {
          this.held.hot.pin(true);
          this.#queue.claim({ ...claim, known: this.held.hot });
          this.#pump.poke();
        },
      },
    };
  }

  async open(): Promise<void> {
    if (!this.#options.executes) return this.#claiming.stop();
    this.#away = true;
    this.#queue.worker = await this.#lease.register();
    this.#away = false;
    this.#claiming.look();
  }

  /** Looks for what others have asked of this worker's runs, and for runs to take. Never rejects. */
  async lookAround(): Promise<void> {
    await this.#around.look();
  }

  /** The registration of now; undefined where nothing is executed. */
  get key(): WorkerKey | undefined {
    return this.#lease.worker;
  }

  /** Lets bodies in flight end for `graceMs`, then gives everything back. */
  async close(graceMs: number): Promise<void> {
    if (this.#stopping) return;
    this.#claiming.stop();
    this.#around.stop();
    this.#stopping = true;
    this.requests.close();
    for (const run of this.held.active.values()) this.#pump.touch(run);
    this.#pump.poke();
    if (this.held.active.size > 0) await this.#grace.of(graceMs);
    this.#away = true;
    this.held.dropAll();
    await this.#queue.finish(failure("engine-closed", { operation: "start" }), graceMs);
    await this.#lease.stop();
    const { worker } = this.#lease;
    if (worker !== undefined) await this.#options.store.deregister(worker, this.host.now());
  }

  // Runs' side (RunHolder)
  get round(): number {
    return this.#pump.round;
  }

  get window(): boolean {
    return this.#pump.gate.window;
  }

  now(): number {
    return this.host.now();
  }

  deliver(run: LiveRun): void {
    if (!run.dropped && !run.parked) this.#pump.deliver(run);
  }

  serve(workflow: { readonly name: string }): void {
    const { workflows } = this.#options;
    // Another one of that name was given to the engine: names are unique, and that one counts.
    if (workflows.has(workflow.name)) return;
    workflows.set(workflow.name, workflow as AnyWorkflow);
    this.#served.push(workflow.name);
    this.#lease.serves(servesOf(this.#options));
    this.#claiming.look();
  }

  adopt(id: string): void {
    if (this.requests.own === undefined || this.requests.own.has(id)) return;
    this.requests.adopt(id);
    this.#claiming.look();
  }

  touch(run: LiveRun): void {
    if (!run.dropped && !run.parked) this.#pump.touch(run);
  }

  abort(run: LiveRun, operation: Operation): void {
    this.#bodies.abort(run, operation);
    this.#errands.caches.giveUp(run, operation);
  }

  point(name: "deliver", detail: string): void {
    this.host.point(name, detail);
  }

  #settle(run: LiveRun): void {
    const lookAt = this.#settleRun(run, { now: this.host.now(), stopping: this.#stopping });
    if (run.wantsDiagnosis && run.recorded !== undefined) {
      this.#intake.diagnose(run, run.recorded);
      return;
    }
    this.held.noteWrites(run);
    run.record.showPrints();
    this.#lookAgain(run, lookAt);
  }

  #clockJumped(): void {
    if (this.#stopping || this.#away) return;
    this.#claiming.clockJumped();
    for (const run of this.held.active.values()) this.touch(run);
  }

  #lookAgain(run: LiveRun, at: number | undefined): void {
    run.timer?.cancel();
    run.timer = at === undefined ? undefined : timerAt(this.host, at, () => this.touch(run));
  }

  #flush(): void {
    this.#queue.flush();
    this.#startBodies();
    if (this.held.active.size === 0 && this.#stopping) this.#grace.cut();
  }

  #startBodies(): void {
    if (!this.#queue.failing) this.#bodies.start(this.#stopping);
  }

  #committed(batch: Batch, result: CommitResult): void {
    const brought = !this.#away && batch.worker === this.#lease.worker;
    if (brought) {
      for (const outcome of result.starts) this.#intake.started(outcome, batch.worker);
      // Before what was taken is forgotten: it may be among what this brings.
      this.#intake.delivered(result.delivered);
    }
    const taken = new Set(result.claimed.map(({ row }) => row.key));
    for (const write of batch.writes) {
      if (!result.lost.includes(write.run)) this.#written(write, taken);
      else this.#drop(write);
    }
    if (brought) for (const claimed of result.claimed) this.#intake.claimed(claimed, batch.at);
    for (const run of result.ended ?? []) this.#options.events.dropped(run);
    if (result.woke) void this.lookAround();
    if (batch.claim !== undefined) this.held.hot.pin(false);
    // The claim that was asked for with these children has gone with an earlier part of a batch that was too large.
    else if (batch.writes.some(({ children }) => children.length > 0)) this.#claiming.look();
    this.#claiming.came(result, batch.claim);
    if (this.held.active.size > 0) this.#options.events.busy();
    this.#startBodies();
  }

  /** @param taken what the same batch has claimed */
  #written(write: RunWrite, taken: ReadonlySet<RunKey>): void {
    const run = this.held.active.get(write.run);
    const last = write.entries.at(-1);
    if (run !== undefined) run.record.write.onItsWay = false;
    if (run !== undefined && last !== undefined) {
      run.record.written(last.seq);
      if (clearsSuspect(run)) this.#claiming.suspectGone();
    }
    run?.inbox?.gone(write.consumed);
    if (run !== undefined) this.#errands.caches.written(run, write);
    run?.record.showPrints();
    if (run !== undefined && write.change !== undefined) this.#left(run, write.change, taken);
    else if (run === undefined && write.change?.event === "release") this.#claiming.look();
    this.#options.events.written(write, run?.row);
  }

  /** The run is no longer `running`, on disk. */
  #left(run: LiveRun, change: RunChange, taken: ReadonlySet<RunKey>): void {
    this.held.active.delete(run.key);
    if (change.event === "park" && !this.#stopping) {
      run.timer?.cancel();
      run.parked = true;
      this.held.hot.keep(run);
      if (change.wakeAt !== undefined) this.#claiming.dueAt(change.wakeAt);
    } else {
      run.drop();
    }
    this.#claiming.freed(run.row.deaths);
    if ((run.askedWhileLeaving && !taken.has(run.key)) || change.event === "continue") this.#claiming.look();
    if (this.#stopping) this.#pump.poke();
  }

  /** @param held which run, under which claim: by now it may have been taken again, and that stands. */
  #drop(held: { readonly run: RunKey; readonly claim: number }): void {
    const run = this.held.active.get(held.run);
    if (run !== undefined && run.claim === held.claim) this.#gone(run);
  }

  #gone(run: LiveRun): void {
    this.held.drop(run);
    this.#claiming.freed(run.row.deaths);
    if (this.#stopping) this.#pump.poke();
  }

  #refused(write: RunWrite, error: unknown): void {
    this.#options.events.notice("the store refused what a run wrote; the run is blocked", error);
    const run = this.held.active.get(write.run);
    if (run === undefined || run.claim !== write.claim) return;
    run.refuse(error);
    // Even that it is blocked was refused: given up, it would stay running with nobody to execute it.
    if (write.change?.event === "block") this.host.timer(againMs, () => this.touch(run));
    else this.#pump.touch(run);
  }

  #reaped(runs: readonly ReapedRun[]): void {
    if (runs.length > 0)
      this.#options.events.notice(`${runs.length} run${runs.length === 1 ? "" : "s"} of a dead worker taken over`);
    this.#claiming.reaped(runs);
  }

  async #fenced(worker: WorkerKey | undefined): Promise<void> {
    // Several batches, and the heartbeat, may be told of one death.
    if (this.#away || worker !== this.#lease.worker) return;
    this.#away = true;
    this.#options.events.notice("this worker was declared dead; it drops what it held and registers anew");
    this.held.dropAll();
    if (this.#stopping) this.#pump.poke();
    const stopping = () => this.#stopping;
    const again = await registeredAnew({ options: this.#options, lease: this.#lease, stopping, againMs });
    if (again === undefined || this.#stopping) return;
    this.#queue.worker = again;
    this.#away = false;
    this.#claiming.suspectGone();
    this.#pump.poke();
  }

  /** Nothing more is written, and nothing renews the lease: another worker takes the runs over. */
  broken(error: unknown): void {
    this.#options.events.notice("the worker stops", error);
    this.#claiming.stop();
    this.#around.stop();
    this.#queue.stop(error);
    this.held.dropAll();
    void this.#lease.stop();
  }
}
