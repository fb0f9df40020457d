/** Answers a question of a run from outside of any run. */

import type { AnswerValue, Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { notSent } from "../model/run-errors.ts";
import type { SendOutcome } from "../store/port.ts";
import { approvals } from "./approvals.ts";
import type { Internals } from "./internals.ts";

/** What is said of an answer besides its value. */
export interface AnswerOptions {
  /** Who answers: kept in the journal with the answer. At most 200 characters. Default: not said. */
  readonly by?: string;
}

export interface AnswerToGive {
  readonly id: string;
  readonly ask: string;
  readonly value: unknown;
  readonly options: AnswerOptions;
}

/** The key of all answers to one question: only the first that fits counts. */
const onlyOne = "1";

export async function giveAnswer(internals: Internals, { id, ask, value, options }: AnswerToGive): Promise<void> {
  const name = askName(ask);
  const by = checkBy(options);
  const answer: AnswerValue = { value: value === undefined ? null : value, by };
  const payload = internals.encode(answer, `the answer to ask "${ask}" of run "${id}"`);
  const row = { to: id, name, payload, dedup: onlyOne, onlyOpen: true };
  const outcome = await internals.worker.requests.send(row);
  if (outcome.sent && !outcome.repeated) return;
  throw await whyNot(internals, { id, name, outcome });
}

/** `ship`, or as the journal has it: `ask~ship`. */
function askName(ask: unknown): string {
  if (typeof ask !== "string" || ask === "")
    throw failure("invalid-option", { where: "handle.answer", option: "ask", problem: "must be the name of an ask" });
  return ask.startsWith("ask~") ? ask : `ask~${ask}`;
}

function checkBy(options: AnswerOptions): string | undefined {
  const { by } = readOptions(options, ["by"], { where: "handle.answer" });
  if (by !== undefined && (typeof by !== "string" || by === "" || by.length > 200 || !by.isWellFormed()))
    throw failure("invalid-option", {
      where: "handle.answer",
      option: "by",
      problem: "must be a text of 1 to 200 characters",
    });
  return by;
}

interface Refusal {
  readonly id: string;
  readonly name: string;
  readonly outcome: SendOutcome;
}

async function whyNot(internals: Internals, { id, name, outcome }: Refusal): Promise<Error> {
  const { store, settings } = internals;
  const ask = name.slice("ask~".length);
  if (outcome.sent) return failure("ask-answered", { id, ask, how: "an answer was given before" });
  if (outcome.problem === "unknown") return notSent({ to: id, status: undefined, namespace: settings.namespace });
  if (outcome.problem === "finished") return notSent({ to: id, status: outcome.status, namespace: settings.namespace });
  if (outcome.problem === "late") return failure("ask-answered", { id, ask, how: "its time is over" });
  const row = await store.find(id);
  const entries = row === undefined ? [] : await store.journal(row.key, 0, Number.MAX_SAFE_INTEGER);
  const how = howItEnded(entries.filter(({ op }) => op === name));
  if (how !== undefined) return failure("ask-answered", { id, ask, how });
  const { items } = await approvals(internals, { run: id }, {});
  return failure("unknown-ask", { id, ask, open: items.map((open) => open.ask) });
}

/** Undefined when it was never asked. */
function howItEnded(entries: readonly Entry[]): string | undefined {
  const kinds = entries.map(({ kind }) => kind);
  if (kinds.includes("answer")) return "an answer was given before";
  if (kinds.includes("timer")) return "its time is over";
  return kinds.includes("ask") ? "the run does not wait for it now" : undefined;
}
