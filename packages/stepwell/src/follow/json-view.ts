/** Events as JSON, one object per line on standard output; the last one is the end. */
import type { JournalEntry, RunDetails, RunEventItem } from "@stepwell/core";
import { exitCodeOfState } from "../exit-codes.ts";
import type { Output } from "../output.ts";
import { plainJson } from "../plain-json.ts";
import { errorJson } from "../report-error.ts";
import { definitionFailureJson } from "./definition-failure.ts";
import type { FollowView, Heading, Left, LeftAtOnce, Look, Saved, Saving } from "./view.ts";

/** Where the type of an event is not the kind of its entry. */
const types: Readonly<Record<string, string>> = {
  step: "step-completed",
  "step-data": "step-completed",
  attempt: "step-retry",
  timer: "timer-fired",
  set: "data-set",
  attributes: "attributes-set",
  title: "title-set",
  cancel: "cancel-requested",
  timeout: "timeout-reached",
  kept: "step-kept",
};

export class JsonView implements FollowView {
  readonly #output: Output;
  readonly #folder: string;

  constructor(output: Output, folder: string) {
    this.#output = output;
    this.#folder = folder;
  }

  began({ workflow, run, begun, recordedSteps, startedAt }: Heading): void {
    this.#event({ type: `run-${begun}`, run, workflow, recordedSteps, at: new Date(startedAt).toISOString() });
  }

  event(event: RunEventItem, live: boolean): void {
    const { run, generation, seq } = event;
    if (event.type === "entry" && live) this.#event({ run, generation, ...entryJson(event.entry) });
    if (event.type === "state")
      this.#event({ type: "state", run, generation, seq, status: event.status, at: event.at.toISOString() });
  }

  look(_look: Look): void {}

  printed(text: string): void {
    this.#output.progress.stream.write(text);
  }

  notice(text: string): void {
    this.#event({ type: "notice", text });
  }

  saving({ executing, graceMs }: Saving): void {
    this.#event({ type: "saving", executing, graceMs });
  }

  saved({ run, status, exit, ...facts }: Saved): void {
    this.#event({ type: "saved", run, ...facts });
    this.#end({ run, status, exit });
  }

  leftAtOnce({ run, exit, kept, where }: LeftAtOnce): void {
    this.#event({ type: "left-at-once", run, kept, where });
    this.#end({ run, status: "running", exit });
  }

  left({ run, status }: Left): void {
    this.#end({ run, status, exit: exitCodeOfState(status) });
  }

  ended(details: RunDetails): void {
    const { id: run, status, output, error, why } = details;
    const outcome = status === "completed" ? { output: plainJson(output) ?? null } : { why, error: this.#error(error) };
    this.#end({ run, status, exit: exitCodeOfState(status), ...outcome });
  }

  #error(error: unknown): Record<string, unknown> {
    return { ...errorJson(error), ...definitionFailureJson(error, this.#folder) };
  }

  #event(event: Record<string, unknown>): void {
    if (!this.#output.quiet) this.#write(event);
  }

  #end(event: Record<string, unknown>): void {
    this.#write({ type: "end", ...event });
  }

  #write(event: Record<string, unknown>): void {
    this.#output.result.stream.write(`${JSON.stringify({ v: 1, ...event })}\n`);
  }
}

/** An entry of the journal as an event. */
export function entryJson({ seq, kind, op, at, attempt, value }: JournalEntry): Record<string, unknown> {
  return {
    type: types[kind] ?? kind,
    seq,
    at: at.toISOString(),
    ...(op === "" ? {} : { step: op }),
    ...(attempt === 0 ? {} : { attempt }),
    ...(value === undefined ? {} : { value: plainJson(value) }),
  };
}
