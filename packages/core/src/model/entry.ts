/**
 * The journal's entries. A run's journal is a dense list of them; position 1 is the first.
 * Kinds fall into two groups: *answers* settle or advance an operation that the code has asked for and
 * is waiting on; *issues* record what the code did at once, without waiting.
 */

/** An operation was carried out, or took a step towards that. Delivered to the code in journal order. */
export type AnswerKind =
  | "step" // a body ended well: its result
  | "step-data" // the same, and the body called set: a StepValue
  | "step-failed" // a step failed for good: its error
  | "held" // a step failed for good and waits for a person to decide: its error
  | "attempt" // an attempt failed and another follows: its error and when
  | "step-started" // written before an at-most-once body starts
  | "timer" // a sleep is over, or the time of something that was waited for
  | "child-started" // wf.call has started a run: its id
  | "started" // wf.start has started a run: its id; or with an error, why it could not
  | "cached" // the output of another run will do (a workflow's cache): it
  | "not-cached" // there is none: the id of the run that computes it, none for this one
  | "sent" // a signal to another run left with this entry; with a value it could not, and this is why
  | MessageKind
  | "refused"; // a message was taken that does not fit: why; the operation goes on waiting

/** A message from outside reached the operation that waits for it: its value. */
export type MessageKind =
  | "signal" // wf.receive
  | "answer" // wf.ask
  | "callback" // wf.callback
  | "retried" // a person lets a step try again, at once: a StepAct
  | "given" // a person has decided what a step gives: a StepAct
  | "child"; // wf.call, or the result of a child: how it ended

/** Written in the moment that the code asks; nothing waits for it. */
export type IssueKind =
  | "set"
  | "attributes"
  | "title"
  | "patched"
  | "ask" // people are asked: an AskedValue; the answer is an entry of its own
  | "token" // a callback may come from now on: until when
  | "undo"; // compensations begin: their steps, in the order in which they will run

/**
 * Requests from outside the code, what an earlier generation left, where the run was retried or forked (time limits begin
 * anew), and a person's leave for another build to go on.
 */
export type ControlKind = "cancel" | "timeout" | "kept" | "retry" | "forked" | "unpinned";

/** Every kind of entry that a journal can hold. */
export type EntryKind = AnswerKind | IssueKind | ControlKind;

/** One row of a journal. */
export interface Entry {
  /** Position in the journal, from 1, dense. */
  readonly seq: number;
  readonly kind: EntryKind;
  /** Operation key (step-name.ts); "" for control entries. */
  readonly op: string;
  /** When it took effect, ms since the epoch; never before the entry ahead of it. */
  readonly at: number;
  /** The attempt that it belongs to, from 1; 0 where there are no attempts. */
  readonly attempt: number;
  /** Encoded value (value/codec.ts), or undefined where the kind has none. */
  readonly value: string | undefined;
}

const issueKinds: ReadonlySet<EntryKind> = new Set<IssueKind>([
  "set",
  "attributes",
  "title",
  "patched",
  "ask",
  "token",
  "undo",
]);

export function isIssue(kind: EntryKind): kind is IssueKind {
  return issueKinds.has(kind);
}

/** How a generation began, or is to go on: nothing that its code has done. */
export function isMark(kind: EntryKind): boolean {
  return kind === "retry" || kind === "forked" || kind === "unpinned";
}

const untold: ReadonlySet<EntryKind> = new Set(["step-started", "kept", "retry", "forked", "unpinned"]);

/** The code hears of such an entry: not of what it did itself, that a body began, or how its generation began. */
export function isTold(kind: EntryKind): boolean {
  return !issueKinds.has(kind as IssueKind) && !untold.has(kind);
}

const goingOn: ReadonlySet<EntryKind> = new Set(["attempt", "step-started", "child-started", "held", "retried"]);

/** After such an entry its operation wants something again. */
export function goesOn(kind: EntryKind): boolean {
  return goingOn.has(kind);
}

/** What the value of a `step-data` entry holds. */
export interface StepValue {
  readonly result: unknown;
  readonly set: readonly (readonly [key: string, value: unknown])[];
}

/** What the value of an `ask` entry holds. */
export interface AskedValue {
  readonly title: string;
  readonly form: unknown;
  readonly assignees: readonly string[];
  /** When it was asked, and when its time is over, ms; undefined for no end. */
  readonly askedAt: number;
  readonly dueAt: number | undefined;
  /** What the code is given when the time is over. */
  readonly fallback: unknown;
}

/** What the value of a `token` entry holds. */
export interface TokenValue {
  /** When it was asked for, and when its time is over, ms; undefined for no end. */
  readonly askedAt: number;
  readonly dueAt: number | undefined;
}

/** What the value of an `answer` entry holds. */
export interface AnswerValue {
  readonly value: unknown;
  /** Who answered, as whoever passed it on has said. */
  readonly by: string | undefined;
}

/** What the value of an `attempt` entry holds. */
export interface AttemptValue {
  readonly error: unknown;
  /** How many attempts the step has in all; undefined when there is no end to them. */
  readonly maxAttempts?: number;
  /** When the next attempt may start, ms since the epoch. */
  readonly nextAt: number;
  /** What the attempt last gave to heartbeat(). */
  readonly heartbeat?: unknown;
}

/** What the value of a `retry` entry holds; it has none where there is nothing to say. */
export interface RetryValue {
  /** Children of wf.start that had not ended well, or were about to end: they are retried when the code waits for them. */
  readonly left?: readonly (readonly [id: string, generation: number])[];
  /** Any build may go on with the children that are retried with the run. */
  readonly build?: "any";
}

/** What the value of an `unpinned` entry holds. */
export interface UnpinnedValue {
  /** The build that alone has executed the run until then. */
  readonly build: string;
  /** Who has decided it, if they said. */
  readonly by?: string;
}

/** What a person has decided of a step, as the value of a `retried` or `given` entry. */
export interface StepAct {
  readonly act: "retry" | "complete" | "skip" | "fail";
  /** What a completed step gives; the message of a failed one. */
  readonly value?: unknown;
  /** Who has decided it, if they said. */
  readonly by?: string;
}
