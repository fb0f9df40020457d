/** Begins what a run's code has asked for, once replay has caught up: bodies, timers, retries. */
import type { Entry } from "../model/entry.ts";
import type { Operation } from "../operations/run-port.ts";
import type { LiveRun } from "./live-run.ts";

/** @param now the worker's clock, ms */
export function beginOperations(run: LiveRun, now: number): void {
  const asked = run.unstarted.size === 0 ? [] : [...run.unstarted];
  run.unstarted.clear();
  // Replay may have answered it since, or the code given it up.
  for (const operation of asked) if (run.cursor.waitsFor(operation)) begin(run, operation, now);
  for (const [operation, due] of run.agenda.takeDue(now)) {
    if (!run.cursor.waitsFor(operation)) continue;
    if (due.kind === "retry") begin(run, operation, now);
    else run.append({ kind: "timer", op: operation.id, attempt: 0, at: due.at, text: undefined });
  }
}

function begin(run: LiveRun, operation: Operation, now: number): void {
  const kept = run.cursor.takeKept(operation.id);
  if (kept !== undefined) {
    answerFromKept(run, kept);
    return;
  }
  const command = operation.command();
  switch (command.do) {
    case "timer":
      run.agenda.dues.set(operation, { at: command.dueAt, kind: "timer" });
      return;
    case "record":
      run.append({
        kind: command.kind,
        op: operation.id,
        attempt: command.attempt,
        at: now,
        text: run.encode(command.value),
      });
      return;
    case "body":
      if (command.notBefore > now) {
        run.agenda.dues.set(operation, { at: command.notBefore, kind: "retry" });
        return;
      }
      if (command.body.atMostOnce)
        run.append({ kind: "step-started", op: operation.id, attempt: command.body.attempt, at: now, text: undefined });
      run.agenda.bodies.push({ body: command.body, barrier: run.record.position });
  }
}

/** A success that an earlier generation recorded after its failing step is as good now. */
function answerFromKept(run: LiveRun, kept: Entry): void {
  let value: unknown;
  try {
    value = run.decode(kept.value ?? "");
  } catch {
    return; // It cannot be read, and has blocked the run.
  }
  const [kind, text] = value as ["step" | "step-data" | "timer", string | undefined];
  run.append({ kind, op: kept.op, attempt: kept.attempt, at: kept.at, text });
}
