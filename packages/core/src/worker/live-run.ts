/**
 * One run in memory: executes its workflow function against the journal. Knows what the code has asked for and
 * what was recorded; when things begin and are committed is the run loop's business.
 *
 * L1  Every entry gets its position here, once, in the order in which things happened.
 * L2  What the code receives is decoded from what is recorded, live too.
 * L3  After the function has ended, or the run is blocked or dropped, nothing more is asked or recorded.
 */
import type { Timer } from "../host/port.ts";
import { type Entry, goesOn, isMark } from "../model/entry.ts";
import { failure, isFailure, type StepwellError } from "../model/errors.ts";
import { Few } from "../model/few.ts";
import type { LogLevel } from "../model/log.ts";
import { seedNow } from "../model/seed.ts";
import { makeContext, type WorkflowContext } from "../operations/context.ts";
import { carryOut, type Ending, type EndRequest, type Outcome } from "../operations/finale.ts";
import { FinaleState } from "../operations/finale-state.ts";
import { inFrame, isShielded } from "../operations/frame.ts";
import { nextInput } from "../operations/next-input.ts";
import { lineageOf, type RunLineage } from "../operations/run-lineage.ts";
import type { Issue, Operation, RunDefaults } from "../operations/run-port.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import { Cursor } from "../replay/cursor.ts";
import { describeOperation, describeTurn } from "../replay/divergence.ts";
import { GivenUpScopes, isBelow } from "../replay/given-up-scopes.ts";
import { RunClock } from "../replay/run-clock.ts";
import { Scope } from "../replay/scope.ts";
import type { ClaimedRun, LogRow, RunChange, RunKey, RunRow } from "../store/port.ts";
import { Agenda } from "./agenda.ts";
import { reasonOfBlock } from "./block-reason.ts";
import { callerLine } from "./caller-line.ts";
import { decodeOrBlock } from "./decode-or-block.ts";
import { endingOf, missedEnd } from "./end-request.ts";
import type { Inbox } from "./inbox.ts";
import { recordIssue } from "./issue.ts";
import type { Deliverable } from "./pump.ts";
import type { RunHolder } from "./run-holder.ts";
import { type Happened, RunRecord } from "./run-record.ts";
import { RunRetries } from "./run-retries.ts";

export interface LiveRunParts {
  readonly row: RunRow;
  readonly workflow: AnyWorkflow;
  readonly entries: readonly Entry[];
  readonly logLines: number;
  readonly inherited: ClaimedRun["inherited"];
  readonly holder: RunHolder<LiveRun>;
  /** Notes where the code asks, for the message of a divergence that is known to come. */
  readonly diagnose: boolean;
}

export class LiveRun implements Ending, Deliverable {
  readonly key: RunKey;
  readonly id: string;
  readonly lineage: RunLineage;
  readonly workflow: string;
  row: RunRow;
  readonly definition: AnyWorkflow;
  readonly clock: RunClock;
  readonly context: WorkflowContext;
  readonly rootScope = new Scope("");
  readonly counters = new Few<string, number>();
  readonly patches = new Few<string, boolean>();
  readonly retried = new RunRetries();
  readonly data = new Few<string, unknown>();
  readonly record: RunRecord;
  readonly agenda = new Agenda();
  readonly cursor: Cursor<Operation>;
  readonly diagnose: boolean;
  round = -1;
  inLine = false;
  quiet = false;
  claim: number;
  /** Operations that were asked for, or moved on, and that the worker has not begun. In order. */
  readonly unstarted = new Few<Operation, Operation>();
  outcome: Outcome | undefined;
  /** Why the engine will not go on. */
  blockedBy: StepwellError | undefined;
  /** Fenced, killed, evicted or released: nothing of it counts any more. */
  dropped = false;
  /** Waits on disk; its memory is kept, and nothing may be written for it until it is claimed again. */
  parked = false;
  /** It was decided how the run leaves `running`; until that is on disk nothing more is begun or recorded. */
  leaving = false;
  /** Something was asked of it since: whoever takes it next will see to that, and it may be there to be taken now. */
  askedWhileLeaving = false;
  /** Set once the cancel or timeout entry was delivered. */
  ending: EndRequest | undefined;
  readonly finale = new FinaleState();
  /** A person asked for a pause: nothing new begins. */
  pausing = false;
  /** A cancel or timeout is in the journal, delivered or not. */
  endRequested: boolean;
  /** The journal as it was loaded, until replay is over. */
  recorded: readonly Entry[] | undefined;
  /** Wakes the run for its next due instant. */
  timer: Timer | undefined;
  /** Messages that are on their way out. */
  sending = 0;
  /** Timers and messages that went before a request to end. */
  eventsBeforeEnd = 0;
  /** When bodies that still execute after a cancel are given up, monotonic ms; undefined when none are waited for. */
  graceUntil: number | undefined;
  /** How many items each map goes over, by the path of its scope. */
  readonly items = new Few<string, number>();
  /** Messages from outside; undefined until one has come or is awaited. */
  inbox: Inbox | undefined;
  readonly inherited: ClaimedRun["inherited"];
  progressed: { done: number; total: number | undefined } | undefined;
  readonly #holder: RunHolder<LiveRun>;
  readonly #frame = { run: this, scope: this.rootScope, step: undefined, shielded: false };
  readonly #givenUp = new GivenUpScopes();
  #begun = false;
  #abort: AbortController | undefined;
  #after: Entry | undefined;

  constructor(parts: LiveRunParts) {
    const { row, entries } = parts;
    const startedAt = row.startedAt ?? row.createdAt;
    this.key = row.key;
    this.id = row.id;
    this.lineage = lineageOf(row);
    this.workflow = row.workflow;
    this.row = row;
    this.claim = row.claim;
    this.definition = parts.workflow;
    this.diagnose = parts.diagnose;
    this.clock = new RunClock(row.clockAt ?? startedAt);
    this.cursor = new Cursor(entries);
    this.record = new RunRecord({ ...parts, startedAt, claim: row.claim, texts: parts.holder.texts });
    this.recorded = entries;
    this.inherited = parts.inherited;
    this.endRequested = entries.some((entry) => entry.kind === "cancel" || entry.kind === "timeout");
    this.#holder = parts.holder;
    this.context = makeContext(this);
  }

  get defaults(): RunDefaults {
    return this.#holder.defaults;
  }

  get fence(): number {
    return this.row.claimsBefore + this.claim;
  }

  get seed(): string {
    return seedNow(this.row.seed, (position) => this.cursor.knows(position));
  }

  get abortSignal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  get waiting(): number {
    return this.over ? 0 : this.#begun ? this.cursor.waiting : 1;
  }

  /** Ended, blocked or dropped: the code is heard no more. */
  get over(): boolean {
    return this.dropped || this.outcome !== undefined || this.blockedBy !== undefined;
  }

  deliverOne(): void {
    if (this.over) return;
    if (!this.#begun) {
      this.#begin();
      return;
    }
    try {
      const { entry, answers } = this.cursor.take() ?? {};
      if (entry === undefined) return;
      this.#holder.point("deliver", this.id);
      this.clock.delivered(entry.at);
      this.#after = entry;
      if (entry.kind === "cancel" || entry.kind === "timeout") this.#endFromOutside(entry);
      else if (isMark(entry.kind)) this.retried.delivered(this, entry);
      else if (answers !== undefined) this.#answer(answers, entry);
    } catch (error) {
      this.block(error);
    }
  }

  #begin(): void {
    this.#begun = true;
    // From a microtask, as every later piece of the function: straight from a macrotask, process.nextTick of its
    // synchronous part would run before its promises instead of after.
    queueMicrotask(() => {
      let input: unknown;
      try {
        input = decodeOrBlock(this, this.#holder, { text: this.row.input, what: `the input of run "${this.id}"` });
        for (const [key, text] of this.inherited) this.data.set(key, this.decode(text));
      } catch {
        return; // That has blocked the run.
      }
      void inFrame(this.#frame, () => carryOut(this, input)).then((outcome) => this.#ended(outcome));
    });
  }

  beginFinale(): void {
    this.ending ??= missedEnd(this);
    if (this.over) return;
    this.finale.begun = true;
    for (const operation of this.cursor.pending.values()) if (!operation.shielded) this.giveUp(operation);
  }

  #ended(outcome: Outcome): void {
    if (this.over) return;
    const left = this.cursor.leftOver();
    if (left !== undefined) this.block(left);
    else this.outcome = outcome;
    this.#holder.touch(this);
  }

  #answer(operation: Operation, entry: Entry): void {
    operation.take(entry);
    if (entry.kind === "started" || entry.kind === "child-started")
      this.#holder.adopt(String(this.decode(entry.value ?? "")));
    if (goesOn(entry.kind)) this.unstarted.set(operation, operation);
  }

  #endFromOutside(entry: Entry): void {
    if (this.ending !== undefined) return;
    this.ending = endingOf(this, entry);
    this.#tell(this.ending.error);
    for (const operation of this.cursor.pending.values()) {
      if (operation.cancelled || operation.shielded) continue;
      this.giveUp(operation);
      operation.reject(this.ending.error);
    }
  }

  // What operations ask (RunPort) -------------------------------------------------------------------

  ask(operation: Operation): boolean {
    this.#refuseAfterEnd(operation.id, operation.shielded);
    if (this.over || this.#wokenFromOutside(operation.id) || this.#givenUp.covers(operation.id)) return false;
    if (this.ending !== undefined && !operation.shielded) {
      operation.reject(this.ending.error);
      return false;
    }
    if (operation.serves !== undefined) this.#holder.serve(operation.serves);
    this.cursor.ask(operation);
    this.unstarted.set(operation, operation);
    return true;
  }

  issue(issue: Issue): unknown {
    this.#refuseAfterEnd(issue.id, isShielded());
    this.#wokenFromOutside(issue.id);
    return recordIssue(this, issue, () => this.#holder.touch(this));
  }

  #refuseAfterEnd(id: string, shielded: boolean): void {
    if (this.outcome === undefined && (shielded || !this.finale.begun)) return;
    throw failure("run-ended", { id: this.id, status: "over", operation: describeOperation(id) });
  }

  /** Only what was delivered may make the code go on: anything else would come in another order on replay. */
  #wokenFromOutside(id: string): boolean {
    if (this.#holder.window && this.round === this.#holder.round) return false;
    this.block(failure("foreign-wake", { operation: describeOperation(id), after: describeTurn(this.#after) }));
    return true;
  }

  continueAs(id: string, input: unknown): void {
    this.#refuseAfterEnd(id, false);
    if (this.ending !== undefined) throw this.ending.error;
    const next = nextInput(this.definition, input, this.encode);
    if (!this.over && !this.#wokenFromOutside(id) && !this.#givenUp.covers(id))
      this.#ended({ ok: true, nextInput: next });
  }

  giveUp(operation: Operation): void {
    if (operation.cancelled || this.cursor.pending.get(operation.id) !== operation) return;
    this.cursor.giveUp(operation);
    this.unstarted.delete(operation);
    this.#holder.abort(this, operation);
    if (operation.awaitsEnd === undefined) return;
    const givenUp = { op: operation.id, cancels: operation.awaitsEnd === "called" };
    if (this.cursor.replaying) this.record.holdGivenUp(givenUp);
    else this.record.alsoWrite({ givenUp });
    this.#holder.touch(this);
  }

  giveUpScope(path: string): void {
    this.#givenUp.add(path);
    for (const operation of this.cursor.pending.values()) if (isBelow(operation.id, path)) this.giveUp(operation);
  }

  get texts(): RunHolder<LiveRun>["texts"] {
    return this.#holder.texts;
  }

  callerLine(): string {
    return this.diagnose ? callerLine() : "";
  }

  /** A line that a body has logged. */
  logLine(line: LogRow): void {
    if (!this.dropped && this.record.addLine(line)) this.#holder.touch(this);
  }

  log(level: LogLevel, text: string): void {
    if (!this.over && this.record.line({ level, text, at: this.clock.peek() })) this.#holder.touch(this);
  }

  expects(path: string, items: number): void {
    this.items.set(path, items);
  }

  print(show: () => void): void {
    if (!this.over && this.record.print(show)) this.#holder.touch(this);
  }

  stray(text: string): void {
    if (this.dropped) return;
    this.record.stray(text, this.clock.peek());
    this.#holder.touch(this);
  }

  progress(done: number, total: number | undefined): void {
    this.progressed = { done, total };
  }

  decode(text: string): unknown {
    return decodeOrBlock(this, this.#holder, { text });
  }

  readonly encode = (value: unknown, where = `run "${this.id}"`): string => this.#holder.encode(value, where);

  /** Records something that happened: it is committed with the next batch and delivered in its turn. */
  append(happened: Happened): void {
    const { kind, op, attempt, text } = happened;
    if (kind === "cancel" || kind === "timeout") this.endRequested = true;
    const entry = this.record.entry({ kind, op, attempt, at: happened.at, value: text });
    if (happened.outward !== undefined) this.record.alsoWrite(happened.outward);
    // That an at-most-once body starts is news only to a replay.
    if (kind === "step-started") {
      this.#holder.touch(this);
      return;
    }
    this.cursor.append(entry);
    this.#holder.deliver(this);
  }

  /** The engine will not go on with this run until a person has looked. User code cannot swallow it. */
  block(cause: unknown): void {
    if (this.over) return;
    this.blockedBy = reasonOfBlock(cause);
    this.unstarted.clear();
    this.#holder.touch(this);
  }

  /** The store will never take what the run has written last: it is blocked at what is on disk. */
  refuse(error: unknown): void {
    this.outcome = undefined;
    this.block(error);
    this.agenda.abandonAll(() => error);
    this.agenda.clear();
    this.leaving = false;
    this.record.forgetUnwritten();
  }

  /** Nothing of it counts any more: its memory may go. */
  drop(): void {
    this.dropped = true;
    this.unstarted.clear();
    this.timer?.cancel();
    this.agenda.clear();
    this.#tell(undefined);
  }

  /** In the run's own frame: what a listener throws then belongs to this run, not to the process. */
  #tell(reason: unknown): void {
    if (this.#abort !== undefined) inFrame(this.#frame, () => this.#abort?.abort(reason));
  }

  /** How the run leaves `running`, with the next batch. Bodies that wait for the barrier do not start any more. */
  leave(change: RunChange): void {
    this.leaving = true;
    this.record.write.change = change;
    this.agenda.bodies = [];
  }

  stalled(): StepwellError {
    return failure("stalled-run", { after: describeTurn(this.#after) });
  }

  /** True when the block may be explained better by replaying once more with the code's lines noted. */
  get wantsDiagnosis(): boolean {
    return !this.diagnose && isFailure(this.blockedBy, "divergence");
  }

  /** Replay is over and the journal fits. */
  replayed(): void {
    this.recorded = undefined;
    if (this.record.addHeld(this.clock.peek())) this.#holder.touch(this);
  }
}
