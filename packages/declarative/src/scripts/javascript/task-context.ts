/** What a task's function gets as its second argument in a process of its own: reports become lines to the worker. */
import { createHash } from "node:crypto";

export interface TaskContextFacts {
  readonly attempt: number;
  readonly key: string;
  readonly fence: number;
  /** Equal at every attempt: all chance comes from it. */
  readonly seed: string;
  readonly nowMs: number;
}

/** A line of a task, before the last. */
export type TaskMessage =
  | { readonly log: string; readonly level: string }
  | { readonly progress: number; readonly total?: number }
  | { readonly set: string; readonly value: unknown }
  | { readonly heartbeat: true };

/** @param write takes whole lines */
export function taskContext(facts: TaskContextFacts, write: (text: string) => void): object {
  const { attempt, key, fence, seed, nowMs } = facts;
  const say = (message: TaskMessage): void => write(`${JSON.stringify(message)}\n`);
  const sets = new Map<string, unknown>();
  let count = 0;
  let readings = 0;
  const next = (): Buffer => createHash("sha256").update(`${seed}/${++count}`).digest();
  let abort: AbortSignal | undefined;
  return {
    attempt,
    key,
    fence,
    lastHeartbeat: undefined,
    /** Whoever asks for it is told first; anybody else is ended at once. */
    get abortSignal(): AbortSignal {
      abort ??= onTerm();
      return abort;
    },
    random: (): number => next().readUIntBE(0, 6) / 2 ** 48,
    uuid: (): string => uuidOf(next()),
    now: (): Date => new Date(nowMs + readings++),
    get(name: string, fallback?: unknown): unknown {
      if (sets.has(name)) return sets.get(name);
      if (fallback !== undefined) return fallback;
      throw new TypeError(
        `the run's data (t.get(${JSON.stringify(name)})) is not in this process: give it in \`with\``,
      );
    },
    set(name: string, value: unknown): void {
      sets.set(name, value);
      say({ set: name, value });
    },
    log: (text: string, level = "info"): void => say({ log: String(text), level }),
    progress: (progress: number, total?: number): void => say({ progress, ...(total === undefined ? {} : { total }) }),
    heartbeat: (): void => say({ heartbeat: true }),
  };
}

function onTerm(): AbortSignal {
  const control = new AbortController();
  process.once("SIGTERM", () => control.abort());
  return control.signal;
}

/** Of version 4. */
function uuidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
