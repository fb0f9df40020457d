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

export interface NextCommand {
  readonly text: string;
  /** What else there is to choose; "" for nothing. */
  readonly note: string;
}

/** Of one run no more of a kind are shown. */
const shown = 3;
const otherActs = "  or --complete <json>, --skip, --fail <message> instead of --retry";

export async function nextCommands(engine: Stepwell, { details, held, where }: NextFacts): Promise<NextCommand[]> {
  const { id, status, orphaned } = details;
  const last = `stepwell ${status === "running" && !orphaned ? "watch" : "resume"} ${id}${where}`;
  if (status !== "waiting") return [{ text: last, note: "" }];
  const { items } = await engine.approvals({ run: id }, { limit: shown });
  const steps = held.slice(0, shown).map((op) => `step ${id} ${shellWord(op)} --retry`);
  const asks = items.map(({ ask }) => `approve ${id}${items.length === 1 ? "" : ` ${shellWord(ask)}`}`);
  const said = (command: string, note: string): NextCommand => ({ text: `stepwell ${command}${where}`, note });
  return [
    ...steps.map((step, at) => said(step, at === steps.length - 1 ? otherActs : "")),
    ...asks.map((ask) => said(ask, "")),
    { text: last, note: "" },
  ];
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
