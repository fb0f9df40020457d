/**
 * wf.ask: a question to people. Recorded as `ask` when it is asked, as `answer` with who gave it, as `refused` for each
 * answer that does not fit the schema, and as `timer` when the time is over.
 */

import type { Duration } from "../model/duration.ts";
import type { AnswerValue, AskedValue, Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { messageOf } from "../model/run-errors.ts";
import { checkSchema, type Schema } from "../model/schema.ts";
import { checkName } from "../model/step-name.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import { judge } from "./judge.ts";
import type { AwaitCommand, Operation, RunPort } from "./run-port.ts";
import { tooLate, type Wait, waitOf } from "./waiting-options.ts";

/** A question to people. */
export interface AskOptions<T = unknown> {
  /** What people read in their list; at most 500 characters. */
  readonly title: string;
  /** Of the answer; any Standard Schema. An answer that does not fit is recorded, and the question stays open. */
  readonly schema?: Schema<T>;
  /** What there is to fill in, for whoever shows the question: any value that can be kept. */
  readonly form?: unknown;
  /** Who is asked: names of people or groups that lists can be filtered by. Default: nobody in particular. */
  readonly assignees?: readonly string[];
  /** How long people have; then the result is `default`. A duration from now, or an instant. Default: for ever. */
  readonly timeout?: Duration | Date;
  /**
   * True: that its time is over is a failure, `time-limit-reached`, and a retry of the run gives it its whole time again.
   * Default: false.
   */
  readonly failsLate?: boolean;
  /** The result when the time is over. Default: undefined. */
  readonly default?: T;
  /** Its name in the run, by which it is answered. Default: "ask", then "ask#2", … */
  readonly name?: string;
}

const known: ReadonlySet<string> = new Set([
  "title",
  "schema",
  "form",
  "assignees",
  "timeout",
  "failsLate",
  "default",
  "name",
]);
const most = { titleChars: 500, assignees: 100, assigneeChars: 200 } as const;

/** @throws invalid-option, invalid-name, invalid-duration, unserialisable-value */
export function ask<T>(run: RunPort, options: AskOptions<T>): Promise<T | undefined> {
  const scope = scopeOf(run, "wf.ask");
  const { name = "ask", ...checked } = checkOptions(run, options);
  const id = scope.next("ask", checkName("ask", name));
  let operation: AskOperation;
  return waitFor<T | undefined>(
    run,
    (settle) => {
      operation = new AskOperation(run, { id, ...checked, settle: settle as Settle<unknown> });
      return operation;
    },
    () => operation.record(),
  );
}

function checkOptions<T>(run: RunPort, given: AskOptions<T>) {
  const where = "wf.ask";
  const options = readOptions(given, known, { where });
  const { title, assignees = [], form, name, schema } = options;
  checkSchema(schema, { where, option: "schema" });
  if (typeof title !== "string" || title === "" || title.length > most.titleChars || !title.isWellFormed())
    throw failure("invalid-option", {
      where,
      option: "title",
      problem: `must be a text of 1 to ${most.titleChars} characters`,
    });
  const named =
    Array.isArray(assignees) &&
    assignees.length <= most.assignees &&
    Array.from(assignees as unknown[]).every(isAssignee);
  if (!named)
    throw failure("invalid-option", {
      where,
      option: "assignees",
      problem: `must be at most ${most.assignees} texts of 1 to ${most.assigneeChars} characters`,
    });
  const wait = waitOf(run, options, where);
  if (wait.late && options.default !== undefined)
    throw failure("invalid-option", { where, option: "default", problem: "counts for nothing with failsLate" });
  const askedAt = run.clock.peek();
  const { dueAt } = wait;
  const people = [...new Set(assignees)];
  const facts: AskedValue = { title, form, assignees: people, askedAt, dueAt, fallback: options.default };
  return { facts, name, schema, wait };
}

function isAssignee(name: unknown): boolean {
  return typeof name === "string" && name !== "" && name.length <= most.assigneeChars && name.isWellFormed();
}

interface Wanted {
  readonly id: string;
  readonly facts: AskedValue;
  readonly wait: Wait;
  readonly schema: Schema | undefined;
  readonly settle: Settle<unknown>;
}

class AskOperation implements Operation {
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: Wanted;
  /** As recorded: what people were asked stands, whatever the code says since. */
  #asked: AskedValue;
  #problem: string | undefined;

  constructor(run: RunPort, wanted: Wanted) {
    this.id = wanted.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
    this.#asked = wanted.facts;
  }

  record(): void {
    this.#asked = this.#run.issue({ kind: "ask", id: this.id, value: () => this.#wanted.facts }) as AskedValue;
  }

  take(entry: Entry): void {
    const value = entry.value === undefined ? undefined : this.#run.decode(entry.value);
    switch (entry.kind) {
      case "answer":
        this.#wanted.settle.resolve((value as AnswerValue).value);
        return;
      case "timer":
        if (this.#wanted.wait.late) this.#wanted.settle.reject(tooLate(this.id));
        else this.#wanted.settle.resolve(this.#asked.fallback);
        return;
      case "refused":
        this.#problem = messageOf(value);
        return;
      default:
        throw failure("broken-invariant", { what: `ask ${this.id} was answered by an entry of kind ${entry.kind}` });
    }
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  renew(at: number): void {
    const { againMs } = this.#wanted.wait;
    if (againMs !== undefined) this.#asked = { ...this.#asked, dueAt: at + againMs };
  }

  describe(): string {
    const { title, assignees } = this.#asked;
    return `approval "${title}"${assignees.length === 0 ? "" : ` (${assignees.join(", ")})`}`;
  }

  command(): AwaitCommand {
    const { title, form, assignees, askedAt, dueAt } = this.#asked;
    const shown = this.#run.encode({ title, form }, this.describe());
    return {
      do: "await",
      message: this.id,
      kind: "answer",
      dueAt,
      opening: { kind: "ask", askedAt, dueAt, assignees, shown, problem: this.#problem },
      judge: (payload) => {
        const { value, by } = payload as AnswerValue;
        const what = `the answer to "${title}"`;
        return judge(value, { schema: this.#wanted.schema, what }, (fits) => ({ take: { value: fits, by } }));
      },
    };
  }
}
