/** How steps and tasks end badly. */
import type { CatalogueEntry } from "./entry.ts";

export const stepsErrors = {
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
  "step-given-up": {
    message: (f: { step: string; why: string }) =>
      `a person has failed step "${f.step}"${f.why === "" ? "" : `: ${f.why}`}`,
    hint: "whoever did it knows why; the journal says who, if they said so",
  },
  "step-not-waiting": {
    message: (f: { step: string; id: string; what: string; waiting?: readonly string[] }) =>
      `step "${f.step}" of run "${f.id}" ${f.what}`,
    hint: (f: { waiting?: readonly string[] }) =>
      (f.waiting ?? []).length === 0
        ? "only a step that waits for its next attempt, or for a person, can be decided about; `stepwell show RUN` lists them"
        : `name a step that waits: ${(f.waiting ?? []).map((step) => `"${step}"`).join(", ")}`,
  },
  "step-interrupted": {
    message: (f: { step: string }) => `step "${f.step}" had started when its worker died, and may run at most once`,
    hint: "find out by other means whether its effect happened, then retry or go on accordingly",
  },
  "bad-task-module": {
    message: (f: { task: string; place: string; problem: string }) =>
      `task "${f.task}" cannot run in a ${f.place}: ${f.problem}`,
    hint: "export the task from a module of its own: it is found by module and name, a closure cannot travel",
  },
  "task-process-died": {
    message: (f: { task: string; problem: string; memory: string }) =>
      `the process that ran task "${f.task}" ended: ${f.problem} (memory limit: ${f.memory})`,
    hint: "the attempt counts as failed; look into the step's log for what it printed; out of memory: raise the task's memory",
  },
  "thread-died": {
    message: (f: { task: string; problem: string }) => `the thread that ran task "${f.task}" ended: ${f.problem}`,
    hint: "the attempt counts as failed; look for process.exit or exhausted memory in the task",
  },
} as const satisfies Record<string, CatalogueEntry>;
