/** Starts a run, or says why there is none. */
import { refusalOf } from "../model/refusal.ts";
import { notStarted } from "../model/run-errors.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { type StartOptions, startRow } from "./start-options.ts";

/** @throws what startRow throws; run-exists, concurrency-conflict, unknown-limit, limit-too-small */
export async function startRun(
  internals: Internals,
  workflow: AnyWorkflow,
  wanted: { readonly input: unknown; readonly options: StartOptions },
): Promise<RunRow> {
  const { worker, settings, encode, decode, buildFor } = internals;
  const { host, seedFor } = settings;
  const row = await startRow(workflow, wanted, { host, encode, seedFor, buildFor });
  const outcome = await worker.requests.start(row);
  if (outcome.row === undefined) throw refusalOf(outcome.refusal);
  if (outcome.created || outcome.problem === undefined) return outcome.row;
  // Says what is the matter: a missing key, or damage.
  if (outcome.problem === "unreadable-input") decode(outcome.row.input);
  throw notStarted({ ...outcome.row, problem: outcome.problem });
}
