/** Runs that leave a store as documents, and documents that come into one. */

import { caught } from "../model/caught.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { notStarted } from "../model/run-errors.ts";
import { checkRunId } from "../model/step-name.ts";
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { readDocument } from "./read-document.ts";
import { generationDocument, type RunExport, runFormat, runFormatVersion } from "./run-document.ts";

/** What `engine.export` takes along. */
export interface ExportOptions {
  /** `newest` (default), or `all` that are there of the id: those before a retry, a restart or wf.continueAs. */
  readonly generations?: "newest" | "all";
}

/** How `engine.import` brings a run in. */
export interface ImportOptions {
  /** In the place of its own id. Code that uses wf.id, and default ids of children to come, see this one. */
  readonly id?: string;
  /** When the id is taken: `reject` (default), or `return` the run that is there, if workflow and input are the same. */
  readonly onExisting?: "reject" | "return";
}

/** @throws unknown-run, invalid-option, invalid-name, store-damaged */
export async function exportRun(internals: Internals, id: string, options: ExportOptions): Promise<RunExport> {
  const { store, settings } = internals;
  const { generations = "newest" } = readOptions(options, ["generations"], { where: "export" });
  if (generations !== "newest" && generations !== "all")
    throw invalid("export", "generations", "must be newest or all");
  const found = await store.exportRun(checkRunId(id), generations);
  if (found.length === 0) throw failure("unknown-run", { id, namespace: settings.namespace });
  return {
    format: runFormat,
    version: runFormatVersion,
    exportedAt: settings.host.now(),
    id,
    generations: found.map(generationDocument),
  };
}

/** @throws invalid-export, export-too-new, run-exists, invalid-option, invalid-name */
export async function importRun(internals: Internals, document: unknown, options: ImportOptions): Promise<RunRow> {
  const { store, settings, changes, decode } = internals;
  const { id, onExisting = "reject" } = readOptions(options, ["id", "onExisting"], { where: "import" });
  if (onExisting !== "reject" && onExisting !== "return")
    throw invalid("import", "onExisting", "must be reject or return");
  const read = readDocument(readable(document), id);
  const outcome = await store.importRun({ ...read, onExisting, at: settings.host.now() });
  const { row } = outcome;
  if (outcome.created || outcome.problem === undefined) {
    changes.anyChanged();
    return row;
  }
  // Says what is the matter: a missing key, or damage.
  if (outcome.problem === "unreadable-input") decode(row.input);
  throw notStarted({ ...row, problem: outcome.problem });
}

/** A document is data: one that cannot be looked at is none. */
function readable(document: unknown): unknown {
  try {
    return structuredClone(document);
  } catch (error) {
    throw failure("invalid-export", { path: "$", problem: "is no plain data" }, caught(error));
  }
}

function invalid(where: string, option: string, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
