/** What a person may decide about a step that waits for its next attempt, or for a decision. */
import type { StepAct } from "../model/entry.ts";
import type { AwaitCommand } from "./run-port.ts";

/** Under which name the decision is sent: one that comes too late, after another attempt, concerns nothing any more. */
export function actName(step: string, attempt: number): string {
  return `step~${step}~${attempt}`;
}

/** @param attempt the last one that was made */
export function actsOn(step: string, attempt: number): AwaitCommand {
  return {
    do: "await",
    message: actName(step, attempt),
    kind: "given",
    dueAt: undefined,
    judge: (payload) => ({ take: payload, kind: (payload as StepAct).act === "retry" ? "retried" : "given" }),
  };
}
