/**
 * Finds out who kept the event loop busy: everything else in the process stood still meanwhile. It can be said only
 * afterwards, when a timer comes late.
 *
 * A body is to blame that took long up to its first await, or that ended when the timer was overdue already. If there
 * is none, those are named that were executing.
 */
import { formatMs } from "../model/duration.ts";
import { limits } from "../model/limits.ts";
import type { Execution } from "./attempt.ts";

/** More are not named one by one. */
const namedMax = 3;

export class LoopLag {
  /** When the timer is due, on the monotonic clock; undefined while none is set. */
  #dueAt: number | undefined;
  readonly #blamed = new Map<Execution, number>();

  /** @param dueAt of the timer that watches, on the monotonic clock */
  watch(dueAt: number): void {
    this.#dueAt = dueAt;
  }

  /** What the body did at once took so long. */
  began(execution: Execution, tookMs: number): void {
    if (tookMs >= limits.loopLagMs) this.#blamed.set(execution, tookMs);
  }

  /** @param at on the monotonic clock */
  ended(execution: Execution, at: number): void {
    if (this.#dueAt === undefined || execution.command.place.isolation !== "inline") return;
    const lateMs = at - this.#dueAt;
    if (lateMs >= limits.loopLagMs) this.#blamed.set(execution, lateMs);
  }

  /** The timer has fired. @returns what people should know */
  looked(at: number, executing: Iterable<Execution>): string[] {
    let lateMs = at - (this.#dueAt ?? at);
    this.#dueAt = undefined;
    const sentences: string[] = [];
    for (const [execution, ms] of this.#blamed) {
      lateMs -= ms;
      sentences.push(`${nameOf(execution)} kept the event loop busy for ${formatMs(ms)}; ${cure}`);
    }
    this.#blamed.clear();
    if (lateMs >= limits.loopLagMs) sentences.push(suspicion(lateMs, [...executing].filter(isInline).map(nameOf)));
    return sentences;
  }
}

const cure = 'work that computes for long belongs into a task with isolation: "thread" or "process"';

function suspicion(lateMs: number, names: readonly string[]): string {
  const what = `the event loop stood still for ${formatMs(lateMs)}`;
  if (names.length === 0) return `${what} while no step was executing here`;
  const more = names.length > namedMax ? ` and ${names.length - namedMax} more` : "";
  return `${what} while these were executing: ${names.slice(0, namedMax).join(", ")}${more}; ${cure}`;
}

function isInline(execution: Execution): boolean {
  return execution.command.place.isolation === "inline";
}

function nameOf({ command, run }: Execution): string {
  return `step "${command.step}" of run "${run.id}"`;
}
