/** What tests of users' workflows are told. */
import type { CatalogueEntry } from "./entry.ts";

export interface CrashFacts {
  readonly workflow: string;
  /** `after a crash just before the commit of step charge (position 5)` */
  readonly where: string;
  readonly kind: "outcome" | "effects" | "steps";
  /** The same in words. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  /** Steps whose bodies were executed again. */
  readonly repeated: readonly string[];
  readonly crashed: boolean;
  readonly status: string;
}

function cureOf({ kind, repeated, crashed, status }: CrashFacts): string {
  if (!crashed)
    return "without a crash every history must be the same: let prepare make the mocks and their state anew, and let nothing depend on the time, on chance or on what was before";
  if (status === "blocked")
    return "on replay the code has asked for something else: it decides by something that no step has recorded (a module variable, the environment, a file); read that in a step";
  if (status === "pending" || status === "running" || status === "waiting")
    return "the run does not come to its end any more: see what it waits for; a workflow that it calls must be among the workflows of the engine, or else a process that has just begun does not know it";
  if (repeated.length === 0 && kind !== "steps")
    return "no body was executed twice, so it is done in workflow code, which every replay executes again: put it into wf.step";
  const names = repeated.map((step) => `"${step}"`).join(", ");
  if (kind === "effects")
    return `the body of ${names} was executed twice, as can happen to any body that a crash cuts off: hand s.key or s.uuid() to whoever carries it out, so that the second time counts for nothing; or use wf.transaction, or atMostOnce`;
  return `what a body gives or code decides must not depend on what was executed before (${names || "no body"} was executed again): take chance and time from s or wf, and keep state in steps, not in variables`;
}

export const testingErrors = {
  "test-stuck": {
    message: (f: { what: string }) => `nothing more happens in this test: ${f.what}`,
    hint: "script what it waits for (kit.signalAfter, kit.answerAfter, kit.completeCallbackAfter), or use kit.start and send it yourself",
  },
  "unused-mock": {
    message: (f: { unused: readonly string[] }) => `not all that the test has planned was used: ${f.unused.join("; ")}`,
    hint: "check the names, or take out what the test does not need",
  },
  "mock-failed": {
    message: (f: { what: string; attempt: number }) => `${f.what} failed on attempt ${f.attempt}, as the test wanted`,
    hint: "kit.failAttempts takes an error of your own as its third argument",
  },
  "crash-test-failed": {
    message: (f: CrashFacts) => `workflow "${f.workflow}": ${f.where}, ${f.what}: ${f.found} instead of ${f.expected}`,
    hint: (f: CrashFacts) => cureOf(f),
  },
  "replay-test-failed": {
    message: (f: { failed: number; of: number; problems: string }) =>
      `${f.failed} of ${f.of} histories do not fit the code:${f.problems}`,
    hint: "keep the old way for runs that went it: wf.patched; or give the workflow another name; or export the histories anew, if no such run is under way any more",
  },
} as const satisfies Record<string, CatalogueEntry>;
