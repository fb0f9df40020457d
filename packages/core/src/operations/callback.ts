/**
 * wf.callback: a value that somebody else's system hands in, once, with a token. Recorded as `token` when it is asked
 * for, as `callback` with the value, as `refused` for each value that does not fit the schema, and as `timer` when the
 * time is over.
 */

import { callbackToken } from "../model/callback-token.ts";
import type { Duration } from "../model/duration.ts";
import type { Entry, TokenValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { checkSchema, type Schema } from "../model/schema.ts";
import { checkName } from "../model/step-name.ts";
import { describeOperation } from "../replay/divergence.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import { judge, whyRefused } from "./judge.ts";
import type { AwaitCommand, Operation, RunPort } from "./run-port.ts";
import { tooLate, type Wait, waitOf } from "./waiting-options.ts";

/** What is expected, and for how long. */
export interface CallbackOptions<T = unknown> {
  /** Of the value; any Standard Schema. One that does not fit is recorded, and the token stays good. */
  readonly schema?: Schema<T>;
  /** How long to wait; then `promise` gives undefined. A duration from now, or an instant. Default: for ever. */
  readonly timeout?: Duration | Date;
  /**
   * True: that its time is over is a failure, `time-limit-reached`, and a retry of the run gives it its whole time again.
   * Default: false.
   */
  readonly failsLate?: boolean;
  /** Its name in the journal. Default: "callback". */
  readonly name?: string;
}

/** A callback that may come. */
export interface Callback<T> {
  /** For `engine.completeCallback`, in any process: for one use, and for this callback only. Whoever has it may use it. */
  readonly token: string;
  /** The value, or undefined when the time is over. */
  readonly promise: Promise<T>;
}

const known: ReadonlySet<string> = new Set(["schema", "timeout", "failsLate", "name"]);

/** @throws invalid-option, invalid-name, invalid-duration */
export function callback<T>(run: RunPort, options: CallbackOptions<T> = {}): Callback<T | undefined> {
  const where = "wf.callback";
  const scope = scopeOf(run, where);
  const { name = "callback", schema, ...timing } = readOptions(options, known, { where });
  checkSchema(schema, { where, option: "schema" });
  const wait = waitOf(run, timing, where);
  const facts: TokenValue = { askedAt: run.clock.peek(), dueAt: wait.dueAt };
  const id = scope.next("callback", checkName("callback", name));
  let operation: CallbackOperation;
  const promise = waitFor<T | undefined>(
    run,
    (settle) => {
      operation = new CallbackOperation(run, { id, facts, wait, schema, settle: settle as Settle<unknown> });
      return operation;
    },
    () => operation.record(),
  );
  return { token: callbackToken({ namespace: run.row.namespace, run: run.id, op: id }, run.row.seed), promise };
}

interface Wanted {
  readonly id: string;
  readonly facts: TokenValue;
  readonly wait: Wait;
  readonly schema: Schema | undefined;
  readonly settle: Settle<unknown>;
}

class CallbackOperation implements Operation {
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: Wanted;
  /** As recorded: the deadline that was given stands. */
  #asked: TokenValue;
  #refused: string | undefined;

  constructor(run: RunPort, wanted: Wanted) {
    this.id = wanted.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
    this.#asked = wanted.facts;
  }

  record(): void {
    this.#asked = this.#run.issue({ kind: "token", id: this.id, value: () => this.#wanted.facts }) as TokenValue;
  }

  take(entry: Entry): void {
    switch (entry.kind) {
      case "callback":
        this.#wanted.settle.resolve(entry.value === undefined ? null : this.#run.decode(entry.value));
        return;
      case "timer":
        if (this.#wanted.wait.late) this.#wanted.settle.reject(tooLate(this.id));
        else this.#wanted.settle.resolve(undefined);
        return;
      case "refused":
        this.#refused = whyRefused(this.#run, entry);
        return;
      default:
        throw failure("broken-invariant", { what: `${this.id} was answered by an entry of kind ${entry.kind}` });
    }
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  renew(at: number): void {
    const { againMs } = this.#wanted.wait;
    if (againMs !== undefined) this.#asked = { ...this.#asked, dueAt: at + againMs };
  }

  describe(): string | undefined {
    return this.#refused === undefined ? undefined : `${describeOperation(this.id)} (${this.#refused})`;
  }

  command(): AwaitCommand {
    const { askedAt, dueAt } = this.#asked;
    return {
      do: "await",
      message: this.id,
      kind: "callback",
      dueAt,
      opening: { kind: "callback", askedAt, dueAt, assignees: [], shown: "", problem: undefined },
      judge: (payload) => {
        const check = { schema: this.#wanted.schema, what: `the value of ${this.id}` };
        return judge(payload, check, (value) => ({ take: value }));
      },
    };
  }
}
