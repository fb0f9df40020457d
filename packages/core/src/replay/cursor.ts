/**
 * Holds a journal against what the code asks. Knows no store, no clock, no promise: entries go in,
 * and out comes, one at a time, which operation the next one answers.
 *
 * R1  Entries are taken in journal order, live ones like recorded ones; at most one operation is answered by each.
 * R2  An entry whose operation was not asked for when its turn comes is a divergence; so is one that the
 *     code ends without having asked for.
 * R3  While recorded entries are left, the run is replaying: nothing that the journal does not know may begin.
 * R4  A cancelled operation stays known, so that its late answer is passed over, live and on replay alike.
 */
import { type Entry, isIssue, isMark, isTold } from "../model/entry.ts";
import { Few } from "../model/few.ts";
import { Divergence } from "./divergence.ts";

/** What the cursor needs to know of an operation. */
export interface Asked {
  readonly id: string;
  /** True once the code has given it up; its answer is passed over. */
  cancelled: boolean;
  /** Asked for in a shield: it goes on when the run is cancelled or times out. */
  shielded: boolean;
  /** Where the code asked, `file:line:column`; "" unless the run is being diagnosed. */
  readonly line: string;
  /** The run was retried or forked at `at`, ms: a time limit of it begins anew. Default: it has none, or keeps it. */
  renew?(at: number): void;
}

/** What taking an entry means. `answers` is undefined when nobody waits for it. */
export interface Turn<T extends Asked> {
  readonly entry: Entry;
  readonly answers: T | undefined;
}

export class Cursor<T extends Asked> {
  /** Entries in line; those before #head are taken. */
  #line: Entry[];
  #head = 0;
  /** How many entries of the line were there when the run was loaded and are not taken yet. */
  #recordedLeft: number;
  readonly #pending = new Few<string, T>();
  #open = 0;
  /** Recorded issues that the code has not reached again yet, by id. Empty when live. */
  readonly #expected = new Few<string, Entry>();
  /** Successes of an earlier generation that wait to be asked for, by id. */
  readonly #kept = new Few<string, Entry>();

  constructor(recorded: readonly Entry[]) {
    this.#line = recorded.slice();
    this.#recordedLeft = recorded.length;
    for (const entry of recorded) if (isIssue(entry.kind)) this.#expected.set(entry.op, entry);
  }

  /** Recorded entries are left to deliver. */
  get replaying(): boolean {
    return this.#recordedLeft > 0;
  }

  /** The code was here before. Behind all that a fork or a retry has kept, it only has to be told that it is one. */
  get retracing(): boolean {
    let at = this.#head;
    while (at < this.#line.length && isMark((this.#line[at] as Entry).kind)) at++;
    return this.replaying && at < this.#line.length;
  }

  /** Entries in line, recorded or live. */
  get waiting(): number {
    return this.#line.length - this.#head;
  }

  /** What the code will be told next. */
  get next(): Entry | undefined {
    for (let at = this.#head; at < this.#line.length; at++) {
      const entry = this.#line[at] as Entry;
      if (isTold(entry.kind)) return entry;
    }
    return undefined;
  }

  /** The code has been told of the entry at this position, or has recorded it itself. */
  knows(position: number): boolean {
    if (!this.replaying || position <= this.#head) return true;
    const entry = this.#line[position - 1];
    return entry !== undefined && isIssue(entry.kind) && !this.#expected.has(entry.op);
  }

  /** Operations that the code has asked for and that are not answered. */
  get pending(): Pick<Few<string, T>, "get" | "size" | "values"> {
    return this.#pending;
  }

  /** How many operations the code waits for. */
  get open(): number {
    return this.#open;
  }

  /** The operation is neither answered nor given up. */
  waitsFor(operation: T): boolean {
    return !operation.cancelled && this.#pending.get(operation.id) === operation;
  }

  ask(operation: T): void {
    this.#pending.set(operation.id, operation);
    this.#open++;
  }

  /** The code did something at once: its recorded entry, or undefined when the journal does not know it. */
  issue(id: string): Entry | undefined {
    return this.#expected.take(id);
  }

  /** A success that an earlier generation left for this operation; given once. */
  takeKept(id: string): Entry | undefined {
    return this.#kept.take(id);
  }

  /** The run was retried or forked: its time limits begin anew. */
  renew(at: number): void {
    for (const operation of this.#pending.values()) operation.renew?.(at);
  }

  /** A live entry joins the line. */
  append(entry: Entry): void {
    if (this.#head < this.#line.length) {
      this.#line.push(entry);
      return;
    }
    // Not an empty one to push to: that would make room for seventeen.
    this.#line = [entry];
    this.#head = 0;
  }

  /** The operation is over without an entry of its own being awaited (given up by the code). */
  giveUp(operation: T): void {
    if (operation.cancelled) return;
    operation.cancelled = true;
    this.#open--;
  }

  /** Takes the next entry. @throws Divergence */
  take(): Turn<T> | undefined {
    const entry = this.#line[this.#head];
    if (entry === undefined) return undefined;
    this.#head++;
    if (this.#recordedLeft > 0) this.#recordedLeft--;
    switch (entry.kind) {
      case "kept":
        this.#kept.set(entry.op, entry);
        return { entry, answers: undefined };
      case "cancel":
      case "timeout":
      case "retry":
      case "forked":
      case "unpinned":
        return { entry, answers: undefined };
      case "set":
      case "attributes":
      case "title":
      case "patched":
      case "ask":
      case "token":
      case "undo":
        if (this.#expected.has(entry.op)) throw this.#divergence(entry);
        return { entry, answers: undefined };
      case "attempt":
      case "step-started":
      case "refused":
      case "child-started":
      case "held":
      case "retried":
        return { entry, answers: this.#answered(entry) };
      case "step":
      case "step-data":
      case "step-failed":
      case "timer":
      case "cached":
      case "not-cached":
      case "sent":
      case "given":
      case "started":
      case "signal":
      case "answer":
      case "callback":
      case "child": {
        const answers = this.#answered(entry);
        if (answers !== undefined) {
          this.#pending.delete(entry.op);
          this.#open--;
        }
        return { entry, answers };
      }
    }
  }

  /**
   * The code has ended: the first recorded entry that it never asked for, undefined when there is none.
   * What it asked for and did not wait for (the loser of a Promise.race) may be left.
   */
  leftOver(): Divergence | undefined {
    for (let at = this.#head; at < this.#head + this.#recordedLeft; at++) {
      const entry = this.#line[at];
      if (entry === undefined || entry.op === "" || entry.kind === "kept") continue;
      const known = isIssue(entry.kind) ? !this.#expected.has(entry.op) : this.#pending.has(entry.op);
      if (!known) return new Divergence({ entry, asked: [], ended: true });
    }
    return undefined;
  }

  #answered(entry: Entry): T | undefined {
    const operation = this.#pending.get(entry.op);
    if (operation === undefined) throw this.#divergence(entry);
    return operation.cancelled ? undefined : operation;
  }

  #divergence(entry: Entry): Divergence {
    return new Divergence({ entry, asked: [...this.#pending.values()], ended: false });
  }
}
