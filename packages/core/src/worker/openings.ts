/**
 * What a run has open to others: said to the store with the entries that open and close it.
 *
 * O1  One is there for as long as its operation waits, also in a run that was loaded anew: it is opened when the
 *     operation begins, whoever recorded that it was asked.
 * O2  A callback that was open when its run failed stays so: a retry waits for it under the same token.
 */
import { messageOf } from "../model/run-errors.ts";
import type { OpeningFacts } from "../operations/opening-facts.ts";
import type { Operation } from "../operations/run-port.ts";
import type { LiveRun } from "./live-run.ts";
import type { Outward } from "./run-write.ts";

export function isOpening({ id }: { readonly id: string }): boolean {
  return id.startsWith("ask~") || id.startsWith("callback~");
}

export function openToOthers(run: LiveRun, operation: Operation, facts: OpeningFacts): void {
  const problem = facts.problem && run.texts.seal(facts.problem);
  note(run, { opening: { do: "open", opening: { ...facts, op: operation.id, problem } } });
}

/** The run pauses before its operations begin: whoever is asked may answer all the same. */
export function openUnbegun(run: LiveRun): void {
  for (const operation of run.unstarted.values()) {
    // Replay may have answered it since, or the code given it up.
    if (!run.cursor.waitsFor(operation)) continue;
    const command = operation.command();
    if (command.do === "await" && command.opening !== undefined) openToOthers(run, operation, command.opening);
  }
}

/** Goes with the entry that answers it. */
export function closing(operation: Operation): Omit<Outward, "seq"> {
  return isOpening(operation) ? { opening: { do: "close", op: operation.id } } : {};
}

/** Goes with the entry that says that an answer did not fit. */
export function refusing(run: LiveRun, operation: Operation, error: unknown): Omit<Outward, "seq"> {
  return { opening: { do: "refuse", op: operation.id, problem: run.texts.seal(messageOf(error)) } };
}

/** Nobody waits for it any more. Also on replay: it may not have been written. */
export function closeGivenUp(run: LiveRun, operation: Operation): void {
  const byCode = run.ending === undefined && !run.finale.begun;
  if (byCode || isAsk(operation)) note(run, closing(operation));
}

/** The run is over. */
export function closeAtEnd(run: LiveRun, completed: boolean): void {
  for (const operation of run.cursor.pending.values())
    if (isOpening(operation) && (completed || isAsk(operation))) note(run, closing(operation));
}

function isAsk({ id }: Operation): boolean {
  return id.startsWith("ask~");
}

function note(run: LiveRun, outward: Omit<Outward, "seq">): void {
  run.record.write.addOutward({ seq: run.record.position, ...outward });
}
