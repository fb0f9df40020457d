/**
 * What a run in memory writes: gives every entry its position, numbers log lines, and gathers it all for the next
 * batch.
 *
 * 1. A position is given once, in the order in which things happened; times never go back.
 * 2. Nothing is added to a journal that may yet turn out to differ from the code: what the code notes during replay
 *    waits until replay is over.
 * 3. A line of workflow code's log is kept once, however often the code is replayed.
 */
import type { AnswerKind, Entry, EntryKind } from "../model/entry.ts";
import { limits } from "../model/limits.ts";
import type { LogLevel } from "../model/log.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import type { GivenUp, LogRow, RunKey, RunWrite } from "../store/port.ts";
import { type Note, publishNote } from "./note.ts";
import { type Outward, RunWriteBuffer } from "./run-write.ts";

/** Something that happened to a run and that its code is told of. */
export interface Happened {
  readonly kind: AnswerKind | "cancel" | "timeout";
  readonly op: string;
  readonly attempt: number;
  readonly at: number;
  readonly text: string | undefined;
  /** What goes out with the entry, or comes in. */
  readonly outward?: Omit<Outward, "seq">;
}

export interface NewEntry {
  readonly kind: EntryKind;
  readonly op: string;
  readonly attempt: number;
  readonly at: number;
  readonly value: string | undefined;
}

/** An entry that has its position only if it lands. */
export interface Tentative {
  readonly entry: Entry;
  readonly write: RunWrite;
  /** Nothing may be recorded between the making and this. */
  landed(): void;
}

/** A run as it was taken into memory. */
export interface Loaded {
  readonly entries: readonly Entry[];
  /** Lines of workflow code that are kept already. */
  readonly logLines: number;
  readonly startedAt: number;
  readonly claim: number;
  readonly texts: RawTexts;
}

export class RunRecord {
  /** For the next batch. */
  readonly write = new RunWriteBuffer();
  /** Position of the last entry. */
  position: number;
  /** Position up to which everything is on disk. */
  durable: number;
  #onWritten: (() => void)[] = [];
  /** A transaction is to write what is gathered (transactions.ts): the next batch must not take it. */
  reserved = false;
  /** Output of workflow code that waits for what came before it to be on disk. */
  #prints: (() => void)[] = [];
  /** Somebody has executed the run before: until replay is over, its code prints what it has printed. */
  #silent: boolean;
  #lastAt: number;
  /** What is to be written when replay is over. */
  #later: ((at: number) => void)[] = [];
  /** Lines that workflow code has logged since it began, and how many of those are kept already. */
  #lines = 0;
  readonly #keptLines: number;
  readonly #texts: RawTexts;
  #strays = 0;

  constructor(loaded: Loaded) {
    const { entries, logLines, startedAt, claim, texts } = loaded;
    this.position = entries.length;
    this.durable = entries.length;
    this.#lastAt = entries.at(-1)?.at ?? startedAt;
    this.#keptLines = logLines;
    this.#texts = texts;
    this.#silent = entries.length > 0 || claim > 1;
  }

  /** False when it is not to be shown. */
  print(show: () => void): boolean {
    if (!this.#silent) this.#prints.push(show);
    return !this.#silent;
  }

  /** Shows what the code has printed, if all that it knew then is on disk. */
  showPrints(): void {
    if (this.#prints.length === 0 || this.durable < this.position) return;
    for (const show of this.#prints.splice(0)) show();
  }

  entry(parts: NewEntry): Entry {
    const at = Math.max(parts.at, this.#lastAt);
    this.#lastAt = at;
    const { kind, op, attempt, value } = parts;
    const entry: Entry = { seq: ++this.position, kind, op, at, attempt, value };
    this.write.add(entry);
    return entry;
  }

  /** What the next batch would write, with this entry and data at its end. */
  tentative(run: { key: RunKey; claim: number }, parts: NewEntry, data: RunWrite["data"]): Tentative {
    const at = Math.max(parts.at, this.#lastAt);
    const entry: Entry = { ...parts, seq: this.position + 1, at };
    const copy = Object.assign(new RunWriteBuffer(), this.write);
    copy.entries = [...copy.entries, entry];
    copy.data = [...copy.data, ...data];
    const landed = () => {
      this.position = entry.seq;
      this.#lastAt = at;
      this.write.clear();
    };
    return { entry, write: copy.take(run, { entries: Infinity, bytes: Infinity }), landed };
  }

  /** Everything up to this position is on disk. */
  written(position: number): void {
    this.durable = position;
    for (const listener of this.#onWritten.splice(0)) listener();
  }

  /** Calls `fn` when what is recorded now is on disk; false when it is. */
  onWritten(fn: () => void): boolean {
    if (this.durable >= this.position) return false;
    this.#onWritten.push(fn);
    return true;
  }

  /** Goes out with the last entry, in the same transaction, or with the next batch if that one is on disk. */
  alsoWrite(outward: Omit<Outward, "seq">): void {
    this.write.addOutward({ seq: this.position, ...outward });
  }

  note(note: Note, at: number): void {
    this.entry({ kind: note.kind, op: note.id, attempt: 0, at, value: note.text });
    publishNote(note, this.write);
  }

  holdNote(note: Note): void {
    this.#later.push((at) => this.note(note, at));
  }

  /** During replay nobody can tell whether it was written before: it is written, perhaps again. */
  holdGivenUp(givenUp: GivenUp): void {
    this.#later.push(() => this.alsoWrite({ givenUp }));
  }

  /** Replay is over and the journal fits: writes what the code did meanwhile. True if there was anything. */
  addHeld(at: number): boolean {
    this.#silent = false;
    if (this.#later.length === 0) return false;
    for (const write of this.#later.splice(0)) write(at);
    return true;
  }

  /** A line of workflow code's log. False when it is kept already, or was one too many. */
  line(line: { readonly level: LogLevel; readonly text: string; readonly at: number }): boolean {
    const n = ++this.#lines;
    return n > this.#keptLines && this.addLine({ n, op: "", attempt: 0, ...line });
  }

  /** Something that workflow code left lying about; not numbered with its lines, which replay must find again. */
  stray(text: string, at: number): void {
    this.addLine({ n: ++this.#strays, op: "~engine", attempt: 0, at, level: "error", text });
  }

  /** What was recorded and is not on disk never will be. */
  forgetUnwritten(): void {
    this.write.clear();
    this.position = this.durable;
  }

  /** Lines are capped per step and in length, and say so. */
  addLine(line: LogRow): boolean {
    if (line.n > limits.logLinesPerStep) return false;
    const last = line.n === limits.logLinesPerStep;
    const text = last ? `(more than ${limits.logLinesPerStep} lines: the rest is not kept)` : shortened(line.text);
    this.write.logs.push({ ...line, text: this.#texts.seal(text) });
    return true;
  }
}

function shortened(text: string): string {
  if (text.length <= limits.logLineBytes) return text;
  return `${text.slice(0, limits.logLineBytes)} … (${text.length - limits.logLineBytes} more characters are not kept)`;
}
