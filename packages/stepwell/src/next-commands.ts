/** What to do about a run that is not over: what people decide first, then how it goes on. */
import type { RunDetails, Stepwell } from "@stepwell/core";
import { shellWord } from "./shell-word.ts";

export interface NextFacts {
  readonly details: RunDetails;
  /** Steps that have failed for good and wait for a person, by their keys. */
  readonly held: readonly string[];
  /** Flags by which the next command finds the run. */
  readonly where: string;
}

/** Of one run no more of a kind are shown. */
const shown = 3;

export async function nextCommands(engine: Stepwell, { details, held, where }: NextFacts): Promise<string[]> {
  const { id, status, orphaned } = details;
  const last = `stepwell ${status === "running" && !orphaned ? "watch" : "resume"} ${id}${where}`;
  if (status !== "waiting") return [last];
  const { items } = await engine.approvals({ run: id }, { limit: shown });
  const steps = held.slice(0, shown).map((op) => `step ${id} ${shellWord(op)} --retry`);
  const asks = items.map(({ ask }) => `approve ${id}${items.length === 1 ? "" : ` ${shellWord(ask)}`}`);
  return [...[...steps, ...asks].map((command) => `stepwell ${command}${where}`), last];
}

/** Follows a journal from entry to entry: which steps wait for a person at its end. */
export class HeldSteps {
  readonly #ops = new Set<string>();

  add({ kind, op }: { readonly kind: string; readonly op: string }): void {
    if (kind === "held") this.#ops.add(op);
    else this.#ops.delete(op);
  }

  ops(): readonly string[] {
    return [...this.#ops];
  }
}
