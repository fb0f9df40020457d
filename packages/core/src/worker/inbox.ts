/**
 * What has reached a run from outside and was not taken yet, and the operations that wait for such messages.
 *
 * I1  A message is taken once, in the order of arrival among those of its name, by the operation that asked first
 *     and that it fits.
 * I2  What an operation has passed over it is not shown again.
 * I3  A message that was taken does not come back, although the store still has it until the entry is written.
 */
import type { MessageKind } from "../model/entry.ts";
import { Few } from "../model/few.ts";
import { isThenable } from "../model/thenable.ts";
import type { AwaitCommand, Operation, Verdict } from "../operations/run-port.ts";
import type { Message } from "../store/port.ts";

/** A message and the operation that it is for, judged. */
export interface Fit {
  readonly message: Message;
  readonly operation: Operation;
  readonly kind: MessageKind;
  readonly verdict: Exclude<Verdict, "pass">;
}

interface Wish {
  readonly operation: Operation;
  readonly command: AwaitCommand;
  /** Messages up to here were passed over. */
  passed: number;
  /** The message that fits, until it is taken. */
  fit: Fit | undefined;
}

export class Inbox {
  /** Position of the last message that is known here, taken or not. */
  seen = 0;
  /** When the store was last asked, ms by the worker's clock. */
  readAt = 0;
  /** All up to here is to be known. A request may come from a clock that is ahead of the worker's: one answer is enough. */
  wantedAt = 0;
  /** The store is being asked. */
  reading = false;
  /** In the order of arrival. */
  readonly #waiting = new Few<number, Message>();
  readonly #wishes = new Few<string, Wish[]>();
  readonly #wishOf = new Few<Operation, Wish>();
  readonly #taken = new Few<number, true>();
  /** Reads of the store on their way: what they bring may have been taken since. */
  #reads = 0;
  #goneSince: number[] = [];
  #judging = 0;

  /** An operation waits for a message. */
  get awaited(): boolean {
    return this.#wishes.size > 0;
  }

  /** A schema is still looking at a message. */
  get judging(): boolean {
    return this.#judging > 0;
  }

  /** Messages in the order of arrival; those that are known or were taken are passed over. */
  add(messages: readonly Message[], readAt: number): void {
    if (readAt > this.readAt) this.readAt = readAt;
    for (const message of messages) {
      const { position } = message;
      if (position <= this.seen && (this.#taken.has(position) || this.#waiting.has(position))) continue;
      this.#waiting.set(position, message);
      if (position > this.seen) this.seen = position;
    }
  }

  await(operation: Operation, command: AwaitCommand): void {
    if (this.#wishOf.has(operation)) return;
    const wish = { operation, command, passed: 0, fit: undefined };
    this.#wishOf.set(operation, wish);
    const wishes = this.#wishes.get(command.message);
    if (wishes === undefined) this.#wishes.set(command.message, [wish]);
    else wishes.push(wish);
  }

  /** The operation is answered, or nobody waits for it any more. */
  forget(operation: Operation): void {
    const wish = this.#wishOf.get(operation);
    if (wish === undefined) return;
    this.#wishOf.delete(operation);
    const name = wish.command.message;
    const left = this.#wishes.get(name)?.filter((other) => other !== wish) ?? [];
    if (left.length === 0) this.#wishes.delete(name);
    else this.#wishes.set(name, left);
  }

  /**
   * The first message, in the order of arrival, that fits an operation; undefined when there is none, or when a schema
   * is still looking at one (`judging`).
   * @param heard what is called when such a schema has come to its end, and when the user's code has failed with it
   */
  nextFit(decode: (text: string) => unknown, heard: { later(): void; failed(error: unknown): void }): Fit | undefined {
    if (this.#judging > 0) return undefined;
    for (;;) {
      const next = this.#nextPair();
      if (next === undefined) return undefined;
      const { wish, message } = next;
      if (wish.fit?.message === message) return wish.fit;
      const verdict = wish.command.judge(decode(message.payload), message.payload);
      if (isThenable(verdict)) {
        this.#judging++;
        const judged = Promise.resolve(verdict)
          .finally(() => this.#judging--)
          .then((late) => note(wish, message, late));
        void judged.catch(heard.failed).then(heard.later);
        return undefined;
      }
      note(wish, message, verdict);
    }
  }

  /** The message leaves the inbox: an entry is about to say so. */
  take({ message }: Fit): void {
    this.#taken.set(message.position, true);
    this.#waiting.delete(message.position);
  }

  /** It is on disk that they were taken. */
  gone(positions: readonly number[]): void {
    if (this.#reads > 0) this.#goneSince.push(...positions);
    else for (const position of positions) this.#taken.delete(position);
  }

  readBegins(): void {
    this.#reads++;
  }

  readEnds(): void {
    if (--this.#reads === 0) this.gone(this.#goneSince.splice(0));
  }

  /** The earliest message that some operation waits for and has not passed over. */
  #nextPair(): { wish: Wish; message: Message } | undefined {
    let wish: Wish | undefined;
    const message = this.#waiting.find(({ name, position }) => {
      wish = this.#wishes.get(name)?.find(({ passed }) => passed < position);
      return wish !== undefined;
    });
    return wish === undefined || message === undefined ? undefined : { wish, message };
  }
}

function note(wish: Wish, message: Message, verdict: Verdict): void {
  const { operation, command } = wish;
  if (verdict === "pass") wish.passed = message.position;
  else wish.fit = { message, operation, kind: ("take" in verdict && verdict.kind) || command.kind, verdict };
}
