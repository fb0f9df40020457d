/**
 * Code and journal differ. Says where, what the journal has, and what the code asks for instead,
 * in words that a person who changed the code can act on.
 */
import type { Entry } from "../model/entry.ts";
import { failure, type StepwellError } from "../model/errors.ts";

export interface DivergenceFacts {
  /** The entry that nobody asked for. */
  readonly entry: Entry;
  /** What the code is waiting for instead, in the order in which it asked. */
  readonly asked: readonly { readonly id: string; readonly line: string }[];
  /** True when the code has ended. */
  readonly ended: boolean;
}

/** Thrown inside the engine only; what people see is `toError()`. */
export class Divergence {
  readonly facts: DivergenceFacts;

  constructor(facts: DivergenceFacts) {
    this.facts = facts;
  }

  toError(): StepwellError {
    const { entry, asked, ended } = this.facts;
    const line = asked.find((operation) => operation.line !== "")?.line ?? "";
    return failure("divergence", {
      position: entry.seq,
      expected: describe(entry),
      found: found({ asked, ended }),
      line,
    });
  }
}

/** What an operation is called where its kind says too little. */
const calledOtherwise: Readonly<Record<string, string>> = { receive: "signal", ask: "approval" };

/** `step "charge"`, `sleep "nap"`, `set "total"`. */
export function describeOperation(id: string): string {
  const mark = id.indexOf("~");
  if (mark < 0) return `step "${id}"`;
  const kind = id.slice(0, mark);
  return `${calledOtherwise[kind] ?? kind} "${id.slice(mark + 1)}"`;
}

/** What a run was told last. @param entry undefined when nothing was delivered to it yet */
export function describeTurn(entry: Entry | undefined): string {
  return entry === undefined ? "the start" : describe(entry);
}

function describe(entry: Entry): string {
  return entry.op === "" ? entry.kind : describeOperation(entry.op);
}

function found(facts: { asked: DivergenceFacts["asked"]; ended: boolean }): string {
  if (facts.ended) return "nothing more (the workflow function has ended)";
  if (facts.asked.length === 0) return "nothing";
  const shown = facts.asked.slice(0, 3).map((operation) => describeOperation(operation.id));
  const more = facts.asked.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
