/** A person decides about a step that waits for its next attempt, or for a decision. */

import type { StepAct } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { notSent } from "../model/run-errors.ts";
import { isFinished } from "../model/run-state.ts";
import { actName } from "../operations/step-acts.ts";
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";

/** Who decides. */
export interface StepActOptions {
  /** Kept in the journal with the decision. */
  readonly by?: string;
}

export interface Decision {
  readonly id: string;
  /** As in the journal: `charge`, `map[3]/reserve`. */
  readonly step: string;
  readonly act: Omit<StepAct, "by">;
  readonly options: StepActOptions;
}

/** An error names no more of them. */
const namedSteps = 5;

/** @throws unknown-run, run-finished, step-not-waiting, invalid-option, unserialisable-value */
export async function decideStep(internals: Internals, { id, step, ...given }: Decision): Promise<void> {
  const where = "deciding about a step";
  if (typeof step !== "string" || step === "")
    throw failure("invalid-option", { where, option: "step", problem: "must be its name in the journal" });
  const { by } = readOptions(given.options, ["by"], { where });
  if (by !== undefined && typeof by !== "string")
    throw failure("invalid-option", { where, option: "by", problem: "must be a text" });
  const act: StepAct = { ...given.act, ...(by === undefined ? {} : { by }) };
  const { store, settings, encode } = internals;
  const row = await store.find(id);
  if (row === undefined || isFinished(row.status))
    throw notSent({ to: id, status: row?.status, namespace: settings.namespace });
  const attempt = await lastAttempt(internals, row, step);
  const payload = encode(act, `what is decided about step "${step}"`);
  const message = { to: id, name: actName(step, attempt), payload, dedup: "act", onlyTo: row.key };
  const outcome = await internals.worker.requests.send(message);
  if (outcome.sent && !outcome.repeated) return;
  if (outcome.sent) throw failure("step-not-waiting", { step, id, what: "was decided about by somebody else" });
  // What waits in the generation that has begun since is another attempt.
  if (outcome.problem === "gone-on") return await decideStep(internals, { id, step, ...given });
  const status = outcome.problem === "finished" ? outcome.status : undefined;
  throw notSent({ to: id, status, namespace: settings.namespace });
}

/** The attempt after which it waits. */
async function lastAttempt({ store }: Internals, { key, id }: RunRow, step: string): Promise<number> {
  const entries = await store.journal(key, 0, Number.MAX_SAFE_INTEGER);
  const last = entries.findLast(({ op }) => op === step);
  if (last?.kind === "attempt" || last?.kind === "held") return last.attempt;
  const known = entries.some(({ op }) => op === step);
  const latest = new Map(entries.map(({ op, kind }) => [op, kind]));
  const waiting = [...latest].filter(([, kind]) => kind === "held" || kind === "attempt").map(([op]) => op);
  const what = known ? "does not wait for anybody" : "has recorded nothing";
  throw failure("step-not-waiting", { step, id, what, waiting: waiting.slice(0, namedSteps) });
}
