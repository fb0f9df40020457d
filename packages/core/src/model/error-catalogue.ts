/**
 * Everything that the core can say went wrong: code, message from typed facts, cure.
 * Codes are stable. A test proves that each is documented in docs/errors.md.
 */

/** What a package says of one of its error codes. */
export interface CatalogueEntry {
  /** One sentence: what happened, and where. */
  readonly message: (facts: never) => string;
  /** What to do about it. */
  readonly hint: string | ((facts: never) => string);
}

const list = (words: readonly string[]): string => (words.length === 0 ? "none" : words.join(", "));

/** The core's error codes: message from typed facts, and cure. */
export const catalogue = {
  "invalid-option": {
    message: (f: { where: string; option: string; problem: string }) => `${f.where}: option "${f.option}" ${f.problem}`,
    hint: "correct the option; the reference lists each one with its type, unit and default",
  },
  "invalid-name": {
    message: (f: { what: string; name: string; problem: string }) => `${f.what} ${JSON.stringify(f.name)} ${f.problem}`,
    hint: (f: { what: string }) =>
      f.what === "run id"
        ? "use 1 to 255 characters, none of them a control character, and no @ at the beginning"
        : "use a plain name without / # ~ [ ]; these separate scopes and numbers in the journal",
  },
  "invalid-duration": {
    message: (f: { where: string; value: string; problem: string }) =>
      `${f.where}: ${f.value} is not a duration: ${f.problem}`,
    hint: 'give milliseconds, text such as "1.5 h" or "3 days", { hours: 2 }, or a Temporal.Duration without months or years',
  },
  "unserialisable-value": {
    message: (f: { where: string; path: string; problem: string }) =>
      `${f.where}: the value at ${f.path} cannot be kept: ${f.problem}`,
    hint: "return plain data: JSON, Date, BigInt, Map, Set, RegExp, URL, Uint8Array, Error; turn anything else into these",
  },
  "value-too-large": {
    message: (f: { where: string; bytes: number; limitBytes: number }) =>
      `${f.where}: the value takes ${f.bytes} bytes, the limit is ${f.limitBytes}`,
    hint: "return a path, URL or key instead of the data",
  },
  "damaged-value": {
    message: (f: { where: string; problem: string }) => `${f.where}: what is stored cannot be decoded: ${f.problem}`,
    hint: "the database was changed from outside or the disk is failing; restore a backup (nothing was repaired or overwritten)",
  },
  "illegal-transition": {
    message: (f: { from: string; event: string }) => `a run that is ${f.from} cannot ${f.event}`,
    hint: (f: { from: string }) =>
      `look at the run's state first; docs/states.md lists what a run that is ${f.from} may do`,
  },
  "duplicate-name": {
    message: (f: { what: string; name: string; first: string; second: string }) =>
      `two ${f.what}s are named "${f.name}": one from ${f.first}, another from ${f.second}`,
    hint: "names are unique per engine: rename one, or register it once",
  },
  "unknown-workflow": {
    message: (f: { name: string; known: readonly string[] }) =>
      `no workflow "${f.name}" is registered here; known: ${list(f.known)}`,
    hint: "give it to Stepwell.open({ workflows: [...] }) of this process",
  },
  "unknown-run": {
    message: (f: { id: string; namespace: string }) => `there is no run "${f.id}" in namespace "${f.namespace}"`,
    hint: "check the id, the namespace and the store",
  },
  "run-exists": {
    message: (f: { id: string; workflow: string; difference: string }) =>
      `run "${f.id}" of workflow "${f.workflow}" exists already ${f.difference}`,
    hint: "use another id, or choose onExisting: return | restart-if-failed | restart",
  },
  "run-ended": {
    message: (f: { id: string; status: string; operation: string }) =>
      `run "${f.id}" is ${f.status}: it accepts no ${f.operation}`,
    hint: "await everything that the workflow function starts before it returns; do not keep the context for later",
  },
  "run-failed": {
    message: (f: { id: string; workflow: string; cause: string }) =>
      `run "${f.id}" of workflow "${f.workflow}" failed: ${f.cause}`,
    hint: "the cause says why; mend it, then retry the run",
  },
  "run-cancelled": {
    message: (f: { id: string; reason: string }) =>
      `run "${f.id}" was cancelled${f.reason === "" ? "" : `: ${f.reason}`}`,
    hint: "retry it to go on from what was recorded, or start it again with onExisting: restart",
  },
  "run-timed-out": {
    message: (f: { id: string; timeoutMs: number }) => `run "${f.id}" did not end within ${f.timeoutMs} ms of work`,
    hint: "raise the workflow's timeout, or find the slow step in the journal",
  },
  "run-blocked": {
    message: (f: { id: string; why: string }) => `run "${f.id}" is blocked: ${f.why}`,
    hint: "mend the cause, then resume the run; nothing is lost",
  },
  "run-paused": {
    message: (f: { id: string }) => `run "${f.id}" is paused`,
    hint: "resume it, or wait for its result without rejectOn",
  },
  "result-timeout": {
    message: (f: { id: string; timeoutMs: number; status: string }) =>
      `run "${f.id}" is still ${f.status} after ${f.timeoutMs} ms`,
    hint: "the run goes on: ask for its result again, or give a longer timeout",
  },
  "step-failed": {
    message: (f: { step: string; attempts: number; cause: string }) =>
      `step "${f.step}" failed after ${f.attempts} ${f.attempts === 1 ? "attempt" : "attempts"}: ${f.cause}`,
    hint: "the cause says why; mend it, then retry the run: recorded steps are kept",
  },
  "step-timeout": {
    message: (f: { step: string; timeoutMs: number; which: string }) =>
      `step "${f.step}" did not end within its ${f.which} of ${f.timeoutMs} ms`,
    hint: "let the body stop when its abortSignal fires, or raise the limit",
  },
  "heartbeat-timeout": {
    message: (f: { step: string; timeoutMs: number }) => `step "${f.step}" gave no heartbeat for ${f.timeoutMs} ms`,
    hint: "call heartbeat() more often than heartbeatTimeout, or raise it",
  },
  "step-interrupted": {
    message: (f: { step: string }) => `step "${f.step}" had started when its worker died, and may run at most once`,
    hint: "find out by other means whether its effect happened, then retry or go on accordingly",
  },
  "nested-operation": {
    message: (f: { operation: string; step: string }) =>
      `${f.operation} was called inside the body of step "${f.step}"`,
    hint: "a body is one recorded unit: call operations from the workflow function, or call the plain function here",
  },
  "foreign-context": {
    message: (f: { operation: string; id: string; here: string }) =>
      `${f.operation} of run "${f.id}" was called from ${f.here}`,
    hint: "use the context of the run that is executing: the argument of its own function, or current()",
  },
  "schema-mismatch": {
    message: (f: { what: string; issues: readonly string[] }) =>
      `${f.what} does not fit its schema: ${f.issues.join("; ")}`,
    hint: "correct the value, or the schema; nothing was recorded as a success",
  },
  divergence: {
    message: (f: { position: number; expected: string; found: string; line: string }) =>
      `code expects ${f.found}, journal has ${f.expected} at ${f.position}${f.line === "" ? "" : ` (${f.line})`}`,
    hint: "roll the code back, or guard the change with wf.patched(id), then resume the run",
  },
  "stalled-run": {
    message: (f: { after: string }) =>
      `the workflow waits for a promise that Stepwell does not know (after ${f.after})`,
    hint: "put the waiting into a step: only what goes through wf.* can be waited for and replayed",
  },
  "foreign-wake": {
    message: (f: { operation: string; after: string }) =>
      `${f.operation} was reached through a promise that Stepwell does not know (after ${f.after})`,
    hint: "put the outside call into a step: its order would differ on replay",
  },
  "guarded-call": {
    message: (f: { call: string; line: string }) =>
      `workflow code called ${f.call}${f.line === "" ? "" : ` at ${f.line}`}`,
    hint: (f: { call: string }) => guardCure(f.call),
  },
  poison: {
    message: (f: { deaths: number }) => `its worker died ${f.deaths} times in a row while executing it`,
    hint: "look for what ends the process (memory, native code, process.exit) in the step named by the journal, then resume",
  },
  "bad-task-module": {
    message: (f: { task: string; problem: string }) => `task "${f.task}" cannot run in a thread: ${f.problem}`,
    hint: "export the task from a module of its own: a thread finds it by module and name, a closure cannot travel",
  },
  "thread-died": {
    message: (f: { task: string; problem: string }) => `the thread that ran task "${f.task}" ended: ${f.problem}`,
    hint: "the attempt counts as failed; look for process.exit or exhausted memory in the task",
  },
  "worker-fenced": {
    message: (f: { worker: number }) => `worker ${f.worker} was declared dead; nothing more of it is written`,
    hint: "it registers anew by itself; a worker that is often fenced is starved of CPU or suspended",
  },
  "engine-closed": {
    message: (f: { operation: string }) => `the engine is closed: ${f.operation} is not possible any more`,
    hint: "call close() last, or open another engine",
  },
  "store-unreadable": {
    message: (f: { path: string; problem: string }) => `${f.path} cannot be used as a store: ${f.problem}`,
    hint: "give the path of a database that this version of Stepwell wrote, or of a file that does not exist yet in a folder that does",
  },
  "store-damaged": {
    message: (f: { path: string; problem: string }) => `${f.path} is damaged: ${f.problem}`,
    hint: "it was not changed; restore a backup, or copy it and try `sqlite3 FILE .recover` on the copy",
  },
  "store-read-only": {
    message: (f: { path: string }) => `${f.path} cannot be written`,
    hint: "check the permissions of the file and of its folder (SQLite also writes -wal and -shm beside it)",
  },
  "store-too-new": {
    message: (f: { path: string; found: number; known: number }) =>
      `${f.path} was written by a newer Stepwell (schema ${f.found}, this one knows ${f.known})`,
    hint: "use that version or a newer one",
  },
  "store-full": {
    message: (f: { path: string }) =>
      `the disk of ${f.path} is full: nothing is lost, writing goes on when there is room`,
    hint: "free some space",
  },
  "store-failed": {
    /** `refused`: for what was to be written; the same will be refused again. Else for the store's own trouble. */
    message: (f: { operation: string; problem: string; refused?: true }) =>
      `the store failed at ${f.operation}: ${f.problem}`,
    hint: "see the cause",
  },
  "outcome-unknown": {
    message: (f: { operation: string }) => `whether ${f.operation} landed is not known yet`,
    hint: "the worker asks the store before it goes on; if this stays, the store cannot be reached",
  },
  "broken-invariant": {
    message: (f: { what: string }) => `Stepwell's own mistake: ${f.what}`,
    hint: "please report it with the run's journal; the run was stopped before anything wrong was recorded",
  },
} as const satisfies Record<string, CatalogueEntry>;

function guardCure(call: string): string {
  if (/^(Date|performance|Temporal)/.test(call)) return "use wf.now()";
  if (/random/i.test(call)) return "use wf.random() or wf.uuid()";
  if (/^set(Timeout|Interval|Immediate)|^timers/.test(call)) return "use wf.sleep(duration)";
  return "put the call into a step: wf.step(name, () => …)";
}
