/** What workflow code may not do, and what its changes lead to. */
import type { CatalogueEntry } from "./entry.ts";

export const codeErrors = {
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
  divergence: {
    message: (f: { position: number; expected: string; found: string; line: string }) =>
      `code expects ${f.found}, journal has ${f.expected} at ${f.position}${f.line === "" ? "" : ` (${f.line})`}`,
    hint: "roll the code back, or guard the change with wf.patched(id), then resume the run",
  },
  "match-failed": {
    message: (f: { receive: string; problem: string }) => `the match of ${f.receive} threw: ${f.problem}`,
    hint: "mend the function; the signal is still there, and is looked at again when the run is resumed",
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
} as const satisfies Record<string, CatalogueEntry>;

function guardCure(call: string): string {
  if (/^(Date|performance|Temporal)/.test(call)) return "use wf.now()";
  if (/random/i.test(call)) return "use wf.random() or wf.uuid()";
  if (/^set(Timeout|Interval|Immediate)|^timers/.test(call)) return "use wf.sleep(duration)";
  return "put the call into a step: wf.step(name, () => …)";
}
