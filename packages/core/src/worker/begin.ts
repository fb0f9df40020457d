/** Begins what a run's code has asked for, once replay has caught up: bodies, timers, retries. */
import type { AnswerKind, Entry, StepValue } from "../model/entry.ts";
import type { CacheWish } from "../operations/cache.ts";
import type { BodyCommand, Command, Operation, StartCommand } from "../operations/run-port.ts";
import type { SendCommand } from "../operations/send-command.ts";
import type { AwaitRow } from "../store/port.ts";
import { endOf } from "./end-request.ts";
import { Inbox } from "./inbox.ts";
import type { LiveRun } from "./live-run.ts";
import { openToOthers } from "./openings.ts";

export interface BeginDeps {
  /** The worker's clock, ms. */
  readonly now: number;
  /** Finds out whether the message can be sent, and records that it was. */
  send(run: LiveRun, operation: Operation, command: SendCommand): void;
  /** Makes the row of a child, and records that it was started, or why it could not be. */
  start(run: LiveRun, operation: Operation, command: StartCommand): void;
  /** Asks to be told of the end of a child that an earlier generation has started. */
  askForEnd(run: LiveRun, operation: Operation, child: AwaitRow): void;
  /** Finds out whether the output of another run will do, and records it. */
  findCached(run: LiveRun, operation: Operation, wish: CacheWish): void;
  /** False while it is found out whether another run's value will do. */
  mayBegin(run: LiveRun, body: BodyCommand): boolean;
}

/** These begin nothing: what they wait for may have happened long ago. */
const waits: ReadonlySet<Command["do"]> = new Set(["timer", "await"]);

export function beginOperations(run: LiveRun, deps: BeginDeps): void {
  const { now } = deps;
  const asked = run.unstarted.values();
  run.unstarted.clear();
  // A run that is to end begins nothing more: what came before the request is still told, and then the request.
  const ends = endOf(run, now) !== undefined;
  // Replay may have answered it since, or the code given it up.
  const retries = run.agenda.takeRetries(now);
  const ready = retries.length === 0 ? asked : [...asked, ...retries];
  for (const operation of ready) {
    if (!run.cursor.waitsFor(operation)) continue;
    const command = operation.command();
    if (ends && !waits.has(command.do)) run.unstarted.set(operation, operation);
    else begin(run, { operation, command }, deps);
  }
}

interface Beginning {
  readonly operation: Operation;
  readonly command: Command;
}

function begin(run: LiveRun, { operation, command }: Beginning, deps: BeginDeps): void {
  const { now } = deps;
  const kept = run.cursor.takeKept(operation.id);
  if (kept !== undefined) {
    answerFromKept(run, kept);
    return;
  }
  switch (command.do) {
    case "timer":
      run.agenda.timers.set(operation, command.dueAt);
      return;
    case "await":
      run.inbox ??= new Inbox();
      run.inbox.await(operation, command);
      if (command.opening !== undefined) openToOthers(run, operation, command.opening);
      if (command.dueAt !== undefined) run.agenda.timers.set(operation, command.dueAt);
      if (command.child !== undefined)
        deps.askForEnd(run, operation, { child: command.child.id, op: command.child.op });
      return;
    case "cached":
      run.sending++;
      deps.findCached(run, operation, command.wish);
      return;
    case "start":
      run.sending++;
      deps.start(run, operation, command);
      return;
    case "send":
      run.sending++;
      deps.send(run, operation, command);
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
        run.agenda.retries.set(operation, command.notBefore);
        run.inbox ??= new Inbox();
        run.inbox.await(operation, command.acts());
        return;
      }
      run.inbox?.forget(operation);
      if (!deps.mayBegin(run, command.body)) return;
      if (command.body.atMostOnce)
        run.append({ kind: "step-started", op: operation.id, attempt: command.body.attempt, at: now, text: undefined });
      run.agenda.wait({ body: command.body, barrier: run.record.position });
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
  const [kind, text] = value as [AnswerKind, string | undefined];
  run.append({ kind, op: kept.op, attempt: kept.attempt, at: kept.at, text });
  if (kind !== "step-data" || text === undefined) return;
  // A fork has of the data only what was recorded before where it begins.
  const { set } = run.decode(text) as StepValue;
  run.record.write.data.push(...set.map(([key, item]) => [key, run.encode(item, `data "${key}"`)] as const));
}
