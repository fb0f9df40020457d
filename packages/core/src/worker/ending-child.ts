/** Children that were asked to end before their retried parent asks for them: they can be retried when they have. */
import { endBefore } from "../model/awaited-end.ts";
import { judgeEnd } from "../operations/child-run.ts";
import type { Operation } from "../operations/run-port.ts";
import { Inbox } from "./inbox.ts";
import type { LiveRun } from "./live-run.ts";

/**
 * The operation asks again when the child has ended. The store tells of that under another name than of an end that is
 * the answer: whether the run has been told its answer is known by the name.
 */
export function askAfterItsEnd(run: LiveRun, operation: Operation, child: string): void {
  const op = endBefore(operation.id);
  run.inbox ??= new Inbox();
  run.inbox.forget(operation);
  run.inbox.await(operation, {
    do: "await",
    message: `child~${op}`,
    kind: "child",
    dueAt: undefined,
    // Of one whose end cannot be waited for, that is the answer.
    judge: (_, text) => ("problem" in JSON.parse(text) ? judgeEnd(run, operation.id, text) : { again: true }),
  });
  run.record.alsoWrite({ awaits: { child, op } });
}
