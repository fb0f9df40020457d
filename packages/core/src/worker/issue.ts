/** What the code does at once, without waiting: recorded now, or found in the journal. */
import type { Entry } from "../model/entry.ts";
import type { Issue } from "../operations/issue.ts";
import type { Operation } from "../operations/run-port.ts";
import type { Cursor } from "../replay/cursor.ts";
import { describeOperation } from "../replay/divergence.ts";
import { noteOf, otherSubject } from "./note.ts";
import type { RunRecord } from "./run-record.ts";

/** What recording needs of the run. */
export interface IssuingRun {
  readonly cursor: Pick<Cursor<Operation>, "replaying" | "retracing" | "issue">;
  readonly record: RunRecord;
  readonly clock: { peek(): number };
  readonly over: boolean;
  decode(text: string): unknown;
  encode(value: unknown, where: string): string;
  callerLine(): string;
  block(cause: unknown): void;
}

/** A decoded copy of what is recorded. @param noted called when there is something to commit */
export function recordIssue(run: IssuingRun, issue: Issue, noted: () => void): unknown {
  const recorded = run.cursor.issue(issue.id);
  if (recorded !== undefined) return fromJournal(run, issue, recorded);
  const text = run.encode(issue.value(run.cursor.retracing), describeOperation(issue.id));
  const value = run.decode(text);
  if (run.over) return value;
  const note = noteOf(issue, { text, value }, (item, where) => run.encode(item, where));
  if (run.cursor.replaying) {
    run.record.holdNote(note);
  } else {
    run.record.note(note, run.clock.peek());
    noted();
  }
  return value;
}

function fromJournal(run: IssuingRun, issue: Issue, entry: Entry): unknown {
  const value = entry.value === undefined ? undefined : run.decode(entry.value);
  const other = otherSubject(issue, { entry, value, line: run.callerLine() });
  if (other !== undefined) run.block(other.toError());
  return value;
}
