/**
 * A workflow's `cache`: whether the output of another run will do. Asked before the function is called, and recorded
 * like any operation: `cached` with the output, or `not-cached` with who computes it; then the end of that run is waited
 * for (`child`, or `timer` when it takes long), and it is asked again.
 */
import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { type Settle, waitFor } from "./asking.ts";
import { wishOf } from "./cache.ts";
import type { Command, Operation, RunPort } from "./run-port.ts";
import type { AnyWorkflow } from "./workflow.ts";

/** A run that is paused or blocked meanwhile says nothing: it is looked again, and others may compute the value then. */
const againMs = 60_000;

/** The encoded output of another run; undefined when this run is to execute its function. */
export async function outputOfOther(
  run: RunPort & { readonly definition: AnyWorkflow },
  input: unknown,
): Promise<string | undefined> {
  const { name, cache } = run.definition;
  const wish = wishOf(cache, { name: `workflow/${name}`, input, where: `workflow "${name}"` });
  if (wish === undefined) return undefined;
  for (;;) {
    const found = await ask<Found>(run, (id) => ({ command: () => ({ do: "cached", wish }), id, wish }));
    if ("output" in found) return found.output;
    if (found.holder === undefined || (await endOf(run, found.holder)) === "circle") break;
  }
  run.finale.keepAs = wish;
  return undefined;
}

interface Found {
  readonly output?: string;
  /** Id of the run that computes it; undefined when that is for this one. */
  readonly holder?: string | undefined;
}

/** `circle`: that run waits for this one, so that this one must do without it. */
function endOf(run: RunPort, holder: string): Promise<"ended" | "circle" | "late"> {
  // All of its waits ask under one key: the store notes once that it is to be told.
  const op = `cached~${run.workflow}`;
  const dueAt = run.clock.peek() + againMs;
  return ask(run, (id) => ({
    id,
    holder,
    command: () => ({
      do: "await",
      message: `child~${op}`,
      kind: "child",
      dueAt,
      child: { id: holder, op },
      judge: (_, text) => ({
        take: (JSON.parse(text) as { problem?: string }).problem === "call-cycle" ? "circle" : "ended",
      }),
    }),
  }));
}

interface Wanted {
  readonly id: string;
  readonly command: () => Command;
  readonly holder?: string;
}

function ask<T>(run: RunPort, wanted: (id: string) => Wanted): Promise<T> {
  const id = run.rootScope.next("cached", run.workflow);
  return waitFor<T>(run, (settle) => new CacheOperation(run, wanted(id), settle as Settle<unknown>));
}

class CacheOperation implements Operation {
  readonly id: string;
  readonly line = "";
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: Wanted;
  readonly #settle: Settle<unknown>;

  constructor(run: RunPort, wanted: Wanted, settle: Settle<unknown>) {
    this.id = wanted.id;
    this.#run = run;
    this.#wanted = wanted;
    this.#settle = settle;
  }

  take({ kind, value }: Entry): void {
    switch (kind) {
      case "cached":
        this.#settle.resolve({ output: value } satisfies { output: string | undefined });
        return;
      case "not-cached":
        this.#settle.resolve({ holder: value === undefined ? undefined : String(this.#run.decode(value)) });
        return;
      case "child":
        this.#settle.resolve(value === undefined ? "ended" : this.#run.decode(value));
        return;
      case "timer":
        this.#settle.resolve("late");
        return;
      default:
        throw failure("broken-invariant", { what: `${this.id} was answered by an entry of kind ${kind}` });
    }
  }

  reject(error: unknown): void {
    this.#settle.reject(error);
  }

  describe(): string | undefined {
    const { holder } = this.#wanted;
    return holder === undefined ? undefined : `run "${holder}", which computes the same`;
  }

  command(): Command {
    return this.#wanted.command();
  }
}
