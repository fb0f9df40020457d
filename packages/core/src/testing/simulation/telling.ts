/** Notes what the code of a run is told, and what it draws. */
import { isFailure } from "../../model/errors.ts";
import type { Due } from "./due.ts";
import type { Execution } from "./execution.ts";
import type { Executions } from "./executions.ts";

export class Telling {
  readonly #executions: Executions;
  readonly #execution: Execution;

  constructor(executions: Executions, execution: Execution) {
    this.#executions = executions;
    this.#execution = execution;
  }

  /** How much there has been. */
  get length(): number {
    return this.#execution.told.length;
  }

  /** What an operation gives, or what it fails with. @param due how long a message is waited for */
  async of<T>(name: string | undefined, operation: Promise<T>, due?: Due): Promise<T> {
    try {
      const value = await operation;
      const holds = typeof value === "string" && name !== undefined ? value : undefined;
      this.#tell({ text: `${name ?? "sent"}=${String(value)}`, name, holds, due });
      return value;
    } catch (error) {
      const token = tokenOf(error);
      const known = token === undefined ? undefined : name;
      this.#tell({ text: `${name}!${token ?? codeOf(error)}`, name: known, holds: token });
      throw error;
    }
  }

  drew(text: string): string {
    this.#tell({ text, name: undefined, holds: undefined });
    return text;
  }

  #tell(told: Parameters<Executions["tell"]>[1]): void {
    this.#executions.tell(this.#execution, told);
  }
}

/** What the body of a step threw, if it was one, or that its time was over. */
function tokenOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (isFailure(cause, "step-timeout") || isFailure(cause, "heartbeat-timeout")) return cause.code;
  return cause instanceof RangeError ? cause.message : undefined;
}

export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
