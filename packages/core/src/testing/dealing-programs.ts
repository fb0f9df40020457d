/** Parts of generated programs that deal with other runs: messages, children, and what undoes a step. */
import fc from "fast-check";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";

/** What happened in bodies: how often each step's body ended well. */
export interface Effects {
  count(key: string): void;
}

export type DealingProgram =
  | { readonly is: "receive"; readonly name: string; readonly withinMs: number }
  /** A message to itself: it stays in the inbox until somebody receives it. */
  | { readonly is: "tell"; readonly name: string }
  | { readonly is: "call" | "startChild"; readonly name: string }
  | { readonly is: "undo"; readonly name: string; readonly failures: number };

const name = fc.constantFrom("a", "b", "c");
const signal = fc.constantFrom("a", "b");

export const dealings: fc.Arbitrary<DealingProgram> = fc.oneof(
  // Messages that come in time, and such as come about when the time is over.
  fc.record({ is: fc.constant("receive" as const), name: signal, withinMs: fc.constantFrom(0, 1, 3, 30) }),
  fc.record({ is: fc.constant("tell" as const), name: signal }),
  fc.record({ is: fc.constantFrom("call" as const, "startChild" as const), name }),
  fc.record({ is: fc.constant("undo" as const), name, failures: fc.integer({ min: 0, max: 1 }) }),
);

/** What the programs start; `c` fails. */
export const child = workflow("child", async (wf, which: string) => {
  await wf.step("work", () => which);
  if (which === "c") throw new RangeError("c fails");
  return `child ${which}`;
});

const kinds: ReadonlySet<string> = new Set(["receive", "tell", "call", "startChild", "undo"]);

export function isDealing(program: { readonly is: string }): program is DealingProgram {
  return kinds.has(program.is);
}

export async function deal(wf: WorkflowContext, program: DealingProgram, effects: Effects): Promise<string> {
  const { name } = program;
  switch (program.is) {
    case "receive":
      return String(await wf.receive(name, { timeout: program.withinMs }));
    case "tell":
      await wf.send(wf.id, name, `${name} from itself`);
      return "told";
    case "call":
      return await wf.call(child, name, { name });
    case "startChild": {
      const started = await wf.start(child, name, { name });
      return `${started.id.endsWith(name)} ${await started.result()}`;
    }
    case "undo":
      wf.compensate(
        name,
        (s) => {
          if (s.attempt <= program.failures) throw new RangeError(`attempt ${s.attempt}`);
          effects.count(`${wf.generation} ${s.key}`);
        },
        { retry: { maxAttempts: 3, initial: 1, jitter: 0 } },
      );
      return "can be undone";
  }
}
