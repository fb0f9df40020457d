/**
 * Finds out who kept the event loop busy: everything else in the process stood still meanwhile. It can be said only
 * afterwards, when a timer comes late.
 *
 * A body is to blame that took long up to its first await, or that ended when the timer was overdue already. If there
 * is none, those are named that were executing. Of a process that has hardly computed meanwhile nobody is to blame: it
 * was stopped, or somebody waited for another process without an await, which looks the same from here.
 */
import { formatMs } from "../model/duration.ts";
import { limits } from "../model/limits.ts";
import type { Execution } from "./attempt.ts";

/** Code that computes uses about all of the time. */
const leastComputing = 0.1;

/** More are not named one by one. */
const namedMax = 3;

export class LoopLag {
  /** When the timer is due, on the monotonic clock; undefined while none is set. */
  #dueAt: number | undefined;
  #cpuMs: number | undefined;
  readonly #blamed = new Map<Execution, number>();

  /** @param dueAt of the timer that watches, on the monotonic clock @param cpuMs that the process has used; undefined: not known */
  watch(dueAt: number, cpuMs?: number): void {
    this.#dueAt = dueAt;
    this.#cpuMs = cpuMs;
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
  looked({ at, cpuMs }: { at: number; cpuMs?: number | undefined }, executing: Iterable<Execution>): string[] {
    let lateMs = at - (this.#dueAt ?? at);
    this.#dueAt = undefined;
    const usedMs = cpuMs === undefined || this.#cpuMs === undefined ? lateMs : cpuMs - this.#cpuMs;
    const inline = [...executing].filter(isInline);
    if (lateMs >= limits.loopLagMs && usedMs < lateMs * leastComputing) {
      const names = new Set([...this.#blamed.keys(), ...inline].map(nameOf));
      this.#blamed.clear();
      return [stillness(lateMs, [...names])];
    }
    const sentences: string[] = [];
    for (const [execution, ms] of this.#blamed) {
      lateMs -= ms;
      sentences.push(`${nameOf(execution)} kept the event loop busy for ${formatMs(ms)}; ${cure}`);
    }
    this.#blamed.clear();
    if (lateMs >= limits.loopLagMs) sentences.push(suspicion(lateMs, inline.map(nameOf)));
    return sentences;
  }
}

const cure = 'work that computes for long belongs into a task with isolation: "thread" or "process"';

function suspicion(lateMs: number, names: readonly string[]): string {
  const what = `the event loop stood still for ${formatMs(lateMs)}`;
  if (names.length === 0) return `${what} while no step was executing here`;
  return `${what} while these were executing: ${few(names)}; ${cure}`;
}

function stillness(lateMs: number, names: readonly string[]): string {
  const what = `this process stood still for ${formatMs(lateMs)} and did not compute: it was stopped, as by Ctrl-Z or a machine that has no memory left`;
  if (names.length === 0) return what;
  return `${what}; or one of these waits without an await, as execSync does: ${few(names)}`;
}

function few(names: readonly string[]): string {
  const more = names.length > namedMax ? ` and ${names.length - namedMax} more` : "";
  return `${names.slice(0, namedMax).join(", ")}${more}`;
}

function isInline(execution: Execution): boolean {
  return execution.command.place.isolation === "inline";
}

function nameOf({ command, run }: Execution): string {
  return `step "${command.step}" of run "${run.id}"`;
}
