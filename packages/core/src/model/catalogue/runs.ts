/** What can be wrong with a run, or with what is asked of it. */
import type { CatalogueEntry } from "./entry.ts";

const list = (words: readonly string[]): string => (words.length === 0 ? "none" : words.join(", "));

/** What was registered with wf.compensate and failed, when the run was undone. */
type MayBeUndone = { readonly compensationErrors?: readonly { readonly step: string }[] };

const undone = ({ compensationErrors: errors }: MayBeUndone): string =>
  Array.isArray(errors) ? `; not undone: ${errors.map(({ step }) => step).join(", ")}` : "";

export const runsErrors = {
  "illegal-transition": {
    message: (f: { from: string; event: string }) => `a run that is ${f.from} cannot ${f.event}`,
    hint: (f: { from: string }) =>
      `look at the run's state first; docs/states.md lists what a run that is ${f.from} may do`,
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
  "time-limit-reached": {
    message: (f: { op: string }) => `the time of "${f.op}" is over`,
    hint: "raise it, or find out what takes so long; then retry the run: it has its whole time again",
  },
  "run-finished": {
    message: (f: { id: string; status: string }) => `run "${f.id}" is ${f.status}: it takes no more messages`,
    hint: "send to runs that are unfinished; a retry or restart of this one would take messages again",
  },
  "unknown-ask": {
    message: (f: { id: string; ask: string; open: readonly string[] }) =>
      `run "${f.id}" has not asked "${f.ask}"; open now: ${list(f.open)}`,
    hint: "give the name of an open question; engine.approvals({ run }) and stepwell approve list them",
  },
  "ask-answered": {
    message: (f: { id: string; ask: string; how: string }) => `ask "${f.ask}" of run "${f.id}" is closed: ${f.how}`,
    hint: "look at what came of it: stepwell journal; nothing of this answer was kept",
  },
  "wrong-token": {
    message: (f: { problem: string }) => `the token completes no callback: ${f.problem}`,
    hint: "use the token as wf.callback gave it, on the store and namespace of its run",
  },
  "callback-used": {
    message: (f: { id: string; callback: string; how: string }) =>
      `callback "${f.callback}" of run "${f.id}" takes no value any more: ${f.how}`,
    hint: "a token is for one use: whoever calls twice may take this for a success",
  },
  "bad-fork-position": {
    message: (f: { id: string; at: number | string; problem: string; from: number; to: number }) =>
      `run "${f.id}" cannot be forked at ${typeof f.at === "string" ? `"${f.at}"` : f.at}: ${f.problem}`,
    hint: (f: { id: string; from: number; to: number }) =>
      `give a position from ${f.from} to ${f.to}, or a step that run "${f.id}" has recorded by then`,
  },
  "run-exists": {
    message: (f: { id: string; workflow: string; difference: string }) =>
      `run "${f.id}" of workflow "${f.workflow}" exists already ${f.difference}`,
    hint: "use another id; a start may also say onExisting (in the command --on-existing): return | restart-if-failed | restart",
  },
  "run-ended": {
    message: (f: { id: string; status: string; operation: string }) =>
      `run "${f.id}" is ${f.status}: it accepts no ${f.operation}`,
    hint: "await everything that the workflow function starts before it returns; do not keep the context for later",
  },
  "run-failed": {
    message: (f: { id: string; workflow: string; cause: string } & MayBeUndone) =>
      `run "${f.id}" of workflow "${f.workflow}" failed: ${f.cause}${undone(f)}`,
    hint: "the cause says why; mend it, then retry the run",
  },
  "child-run-failed": {
    message: (f: { child: string; workflow: string; status: string; cause: string; op: string }) =>
      `child run "${f.child}" of workflow "${f.workflow}" ${ended(f.status)}: ${f.cause}`,
    hint: "the cause says why; a retry of the parent retries the child, too",
  },
  "call-cycle": {
    message: (f: { id: string; chain: readonly string[] }) =>
      `run "${f.id}" would wait for itself: ${Array.isArray(f.chain) ? inShort(f.chain).join(" → ") : f.chain}`,
    hint: "let one of them go on without the other's end: wf.start without result(), or a signal for what it needs",
  },
  "run-cancelled": {
    message: (f: { id: string; reason: string } & MayBeUndone) =>
      `run "${f.id}" was cancelled${f.reason === "" ? "" : `: ${f.reason}`}${undone(f)}`,
    hint: "retry it to go on from what was recorded, or start it again with onExisting: restart",
  },
  "run-timed-out": {
    message: (f: { id: string; timeoutMs: number } & MayBeUndone) =>
      `run "${f.id}" did not end within ${f.timeoutMs} ms of work${undone(f)}`,
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
  "already-compensated": {
    message: (f: { id: string }) => `run "${f.id}" was undone by its compensations: it cannot go on from the middle`,
    hint: 'retry it from the start: handle.retry({ from: "start" }), or stepwell retry --from start',
  },
  "already-begun-anew": {
    message: (f: { id: string; generation: number }) =>
      `run "${f.id}" was told to go on already: its generation ${f.generation} is there`,
    hint: "nothing is left to do: look at it as it goes on, with handle.status() or stepwell show",
  },
  "run-continued": {
    message: (f: { id: string }) =>
      `run "${f.id}" goes on as its next generation: nothing after wf.continueAs is executed`,
    hint: "let it pass: it is thrown only to leave the function; put what has to be done before the call",
  },
  "invalid-export": {
    message: (f: { path: string; problem: string }) => `this is no run that can be imported: ${f.path} ${f.problem}`,
    hint: "nothing was written; export the run again, and change nothing of what comes out",
  },
  "export-too-new": {
    message: (f: { version: number; known: number }) =>
      `the run was exported by a newer Stepwell (format ${f.version}, this one knows ${f.known})`,
    hint: "import it with that version or a newer one",
  },
  "result-timeout": {
    message: (f: { id: string; timeoutMs: number; status: string }) =>
      `run "${f.id}" is still ${f.status} after ${f.timeoutMs} ms`,
    hint: "the run goes on: ask for its result again, or give a longer timeout",
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A chain can be as long as anybody likes: its two ends say where to look. */
function inShort(chain: readonly string[]): readonly string[] {
  return chain.length <= 12 ? chain : [...chain.slice(0, 8), `(${chain.length - 11} more)`, ...chain.slice(-3)];
}

function ended(status: string): string {
  return status === "failed" ? "failed" : status === "timed_out" ? "timed out" : `was ${status}`;
}
