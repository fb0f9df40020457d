/**
 * What an operation may ask of the run that it belongs to. The worker implements it (worker/live-run.ts);
 * operations know nothing of stores, commits or timers.
 */
import type { AnswerKind, Entry, MessageKind } from "../model/entry.ts";
import type { Few } from "../model/few.ts";
import type { LogLevel } from "../model/log.ts";
import type { RetryPolicy } from "../model/retry.ts";
import type { Asked } from "../replay/cursor.ts";
import type { RunClock } from "../replay/run-clock.ts";
import type { Scope } from "../replay/scope.ts";
import type { BodyContext } from "./body-context.ts";
import type { BodyPlace } from "./body-place.ts";
import type { CacheWish } from "./cache.ts";
import type { FinaleState } from "./finale-state.ts";
import type { Issue } from "./issue.ts";
import type { OpeningFacts } from "./opening-facts.ts";
import type { RunLineage } from "./run-lineage.ts";
import type { SendCommand } from "./send-command.ts";
import type { StandIns } from "./stand-ins.ts";

export type { Issue };

export interface RunPort {
  /** What the workflow function was given; a WorkflowContext, which is made of what can be asked of this port. */
  readonly context: object;
  readonly id: string;
  readonly lineage: RunLineage;
  readonly workflow: string;
  readonly seed: string;
  readonly row: { readonly namespace: string; readonly seed: string };
  readonly clock: RunClock;
  readonly rootScope: Scope;
  readonly defaults: RunDefaults;
  /** Grows with every take-over, over all generations; for fencing the user's own writes. */
  readonly fence: number;
  /** Aborted when the run is cancelled, times out or is given up. */
  readonly abortSignal: AbortSignal;
  /** What follows the function: open shields, compensations. */
  readonly finale: FinaleState;
  /** Deterministic counters for random and uuid, by scope path. */
  readonly counters: Few<string, number>;

  /**
   * Registers an operation. Throws a typed error when the run accepts none (ended, cancelled); returns false
   * when it was rejected at once, or never will answer (blocked, fenced, given up), so that the caller leaves its
   * promise as it is.
   */
  ask(operation: Operation): boolean;
  /**
   * Records what the code did at once and returns a decoded copy of what is recorded.
   * `value` is asked only when the journal does not know the issue yet.
   */
  issue(issue: Issue): unknown;
  /** The generation ends in favour of the next one; the code is heard no more. */
  continueAs(id: string, input: unknown): void;
  /** The code no longer waits for it; a body that executes for it is aborted. */
  giveUp(operation: Operation): void;
  /** Stops the run until a person has looked; the code cannot swallow it. */
  block(cause: unknown): void;
  /** Gives up everything that is pending in a scope and below. */
  giveUpScope(path: string): void;
  /** `file:line:column` of the workflow code that asks; "" unless the run is being diagnosed. */
  callerLine(): string;
  /** How often the run was retried, up to this point of the journal. */
  readonly retried: { readonly times: number };
  /** What wf.patched has decided, by patch. */
  readonly patches: Few<string, boolean>;
  /** The run's data as of this point of the journal. */
  readonly data: Few<string, unknown>;
  /** A line of workflow code's log; kept exactly once. */
  log(level: LogLevel, text: string): void;
  /** Something that workflow code left lying about (a rejection that nothing awaits); not numbered with its lines. */
  stray(text: string): void;
  progress(done: number, total: number | undefined): void;
  /** Shows what the code prints once it is on disk how the code came there; not again on replay. */
  print(show: () => void): void;
  /** A map has begun in this scope, over so many items; for progress displays. */
  expects(path: string, items: number): void;
  decode(text: string): unknown;
  /** @param where names the value in errors @throws unserialisable-value, value-too-large */
  encode(value: unknown, where: string): string;
}

export interface RunDefaults {
  /** What the determinism guard does in workflow code. */
  readonly guard: "replace" | "error" | "off";
  readonly retry: RetryPolicy;
  readonly valueBytes: number;
  /** Undefined but in tests. */
  readonly standIns?: StandIns | undefined;
}

/** Something that the code waits for. */
export interface Operation extends Asked {
  /** Takes an entry that answers it or moves it on. */
  take(entry: Entry): void;
  /** The workflow of the run that it starts: whoever executes this can execute that. */
  readonly serves?: { readonly name: string } | undefined;
  /** It waits for another run's end; for one that it has called itself, that is cancelled when this is given up. */
  readonly awaitsEnd?: "called" | "started" | undefined;
  /** The code has given it up, or the run has: rejects with the error, once. */
  reject(error: unknown): void;
  /** What a run waits for when it waits for this, in words: `approval "Ship?" (ops)`. Default: kind and name. */
  describe?(): string | undefined;
  /** What the worker shall do for it now; asked again after every entry that did not settle it. */
  command(): Command;
}

export type Command =
  | {
      readonly do: "body";
      readonly notBefore: number;
      readonly body: BodyCommand;
      /** What a person may decide while it waits for the next attempt. */
      readonly acts: () => AwaitCommand;
    }
  | { readonly do: "timer"; readonly dueAt: number }
  | AwaitCommand
  | SendCommand
  | StartCommand
  /** Find out whether the output of another run will do. */
  | { readonly do: "cached"; readonly wish: CacheWish }
  /** Settle it at once with this entry. */
  | { readonly do: "record"; readonly kind: AnswerKind; readonly value: unknown; readonly attempt: number };

/** Wait for a message from outside. */
export interface AwaitCommand {
  readonly do: "await";
  /** Name of the messages that may fit: `signal~approved`. */
  readonly message: string;
  /** The entry that records the message. */
  readonly kind: MessageKind;
  /** When the wait is over, ms: a timer answers then. Undefined to wait for ever. */
  readonly dueAt: number | undefined;
  /** The run whose end is the message: it is asked to tell of it, under this operation. */
  readonly child?: { readonly id: string; readonly op: string } | undefined;
  /** What others see of it while it waits; they can answer it for as long. */
  readonly opening?: OpeningFacts;
  /** What becomes of a message. @param text the payload as it is kept */
  judge(payload: unknown, text: string): Verdict | Promise<Verdict>;
}

/**
 * It is for somebody else; it is taken, and the operation asks for what it wants again; it is taken, with this value for
 * the code; it is taken and recorded as not fitting.
 */
export type Verdict =
  | "pass"
  | { readonly again: true }
  /** `kind`: another entry than the command's. */
  | { readonly take: unknown; readonly kind?: MessageKind | undefined }
  | { readonly refuse: unknown };

/** Start another run, together with the entry that says so. */
export interface StartCommand {
  readonly do: "start";
  readonly child: ChildRequest;
  readonly records: "child-started" | "started";
}

/** A run that is to be started by another one. */
export interface ChildRequest {
  readonly workflow: { readonly name: string };
  readonly input: unknown;
  readonly detached: boolean;
  /** As for a start from outside; the id is always there. */
  readonly options: { readonly id: string };
}

/** A body to execute, with all that decides how. */
export interface BodyCommand {
  readonly operation: Operation;
  readonly step: string;
  readonly attempt: number;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number | undefined;
  /** Instant at which the step as a whole is over, ms; undefined for never. */
  readonly totalDeadline: number | undefined;
  readonly totalTimeoutMs: number | undefined;
  readonly heartbeatTimeoutMs: number | undefined;
  readonly lastHeartbeat: unknown;
  readonly atMostOnce: boolean;
  /** The entry of a failure for good. */
  readonly failsAs: "step-failed" | "held";
  /** When the next try is after one that gives `notYet` (poll.ts), ms. */
  readonly againMs?: number | undefined;
  /** Another run's value will do. */
  readonly cache?: CacheWish | undefined;
  /** Instant of the step's request on the run's clock. */
  readonly requestedAt: number;
  readonly scope: Scope;
  /** Where it executes. */
  readonly place: BodyPlace;
  execute(context: BodyContext): unknown;
}
