/** The bodies of a run that execute in this process. */
import type { Internals } from "./internals.ts";

/** A body that is being executed. */
export interface ExecutingStep {
  readonly op: string;
  readonly attempt: number;
  /** Ms since the epoch. */
  readonly startedAt: number;
  readonly progress: { readonly done: number; readonly total: number | undefined } | undefined;
}

export function executingSteps(internals: Internals, id: string): readonly ExecutingStep[] {
  const executing = internals.worker.held.named(id)?.agenda.executing.values() ?? [];
  return [...executing].map(({ command, startedAt, progressed }) => ({
    op: command.operation.id,
    attempt: command.attempt,
    startedAt,
    progress: progressed,
  }));
}
