/** Messages that a run sends to others, and asking the store for those that it was sent. */
import type { Host } from "../host/port.ts";
import { isFailure } from "../model/errors.ts";
import { notSent } from "../model/run-errors.ts";
import { isFinished } from "../model/run-state.ts";
import type { Operation } from "../operations/run-port.ts";
import type { SendCommand } from "../operations/send-command.ts";
import type { Store } from "../store/port.ts";
import type { Intake } from "./intake.ts";
import type { LiveRun } from "./live-run.ts";

export interface MessagesParts {
  readonly host: Host;
  readonly store: Store;
  readonly intake: Intake;
  /** There is something to settle. */
  touch(run: LiveRun): void;
  /** A message goes out with the next batch: the run that it wakes may be taken with the same. */
  wakes(): void;
}

/** Until the store is asked again after it could not answer. */
const againMs = 1_000;

export class Messages {
  readonly #parts: MessagesParts;

  constructor(parts: MessagesParts) {
    this.#parts = parts;
  }

  /** Learns of every message that the run has been sent until now. */
  read(run: LiveRun): void {
    const { inbox } = run;
    if (inbox === undefined) return;
    inbox.reading = true;
    this.#parts.intake.readInbox(run).then(
      () => {
        inbox.reading = false;
        this.#parts.touch(run);
      },
      () => this.#later(() => this.read(run)),
    );
  }

  /** Records that the message was sent, or why it could not be; it leaves with that entry. */
  send(run: LiveRun, parts: { readonly operation: Operation; readonly command: SendCommand }): void {
    const { operation, command } = parts;
    const unwritten = run.record.durable < run.record.position;
    this.#check(run, command.to).then(
      (error) => {
        // It may be a run that this one has just started: that is on disk with what was recorded until now.
        if (unwritten && isFailure(error, "unknown-run")) {
          const again = () => this.send(run, parts);
          if (!run.record.onWritten(again)) again();
          return;
        }
        run.sending--;
        if (run.cursor.waitsFor(operation) && !run.over && !run.leaving) this.#record(run, parts, error);
        this.#parts.touch(run);
      },
      () => this.#later(() => this.send(run, parts)),
    );
  }

  #record(run: LiveRun, parts: { operation: Operation; command: SendCommand }, error: Error | undefined): void {
    const { to, message: name, payload } = parts.command;
    const happened = { kind: "sent", op: parts.operation.id, attempt: 0, at: this.#parts.host.now() } as const;
    if (error !== undefined) run.append({ ...happened, text: run.encode(error) });
    if (error !== undefined) return;
    run.append({ ...happened, text: undefined, outward: { send: { to, name, payload, dedup: undefined } } });
    this.#parts.wakes();
  }

  /** A run that ends between this and the commit ends without having read the message, which changes nothing. */
  async #check(run: LiveRun, to: string): Promise<Error | undefined> {
    const row = await this.#parts.store.find(to);
    return row === undefined || isFinished(row.status)
      ? notSent({ to, status: row?.status, namespace: run.row.namespace })
      : undefined;
  }

  #later(fn: () => void): void {
    this.#parts.host.timer(againMs, fn);
  }
}
