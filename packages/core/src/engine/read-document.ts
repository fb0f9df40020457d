/** A document from outside as generations of a run: every part is looked at, and nothing is taken that does not fit. */
import { failure } from "../model/errors.ts";
import { isFinished, runStates } from "../model/run-state.ts";
import { isSeed } from "../model/seed.ts";
import { checkRunId } from "../model/step-name.ts";
import type { WholeRun } from "../store/port.ts";
import { DocumentPart } from "./document-part.ts";
import {
  readDatum,
  readEntry,
  readLine,
  readMessage,
  readNeed,
  readOpening,
  readText,
  readValue,
  readWhole,
} from "./read-belongings.ts";
import { generationDocument, runFormat, runFormatVersion } from "./run-document.ts";

const any = Number.MIN_SAFE_INTEGER;

export interface ReadDocument {
  readonly exportedAt: number;
  readonly generations: readonly WholeRun[];
}

/** @param id in the place of its own @throws invalid-export, export-too-new, invalid-name */
export function readDocument(document: unknown, id?: string): ReadDocument {
  const part = new DocumentPart(document);
  if (part.at("format").value !== runFormat) throw part.at("format").refuse(`must be "${runFormat}"`);
  const version = part.at("version").whole(1);
  if (version > runFormatVersion) throw failure("export-too-new", { version, known: runFormatVersion });
  const own = idOf(part.at("id"));
  const list = part.at("generations");
  const generations = list.list().map((one) => readGeneration(one, id === undefined ? own : checkRunId(id)));
  if (generations.length === 0) throw list.refuse("is empty");
  const exportedAt = part.at("exportedAt").whole();
  part.end();
  checkOrder(list.list(), generations);
  return { exportedAt, generations };
}

function idOf(part: DocumentPart): string {
  try {
    return checkRunId(part.value);
  } catch (error) {
    throw part.refuse(error instanceof Error ? error.message : "is no id", error);
  }
}

function checkOrder(parts: readonly DocumentPart[], generations: readonly WholeRun[]): void {
  for (const [index, part] of parts.entries()) {
    const [facts, next] = [generations[index]?.facts, generations[index + 1]?.facts];
    if (facts === undefined || next === undefined) continue;
    if (next.generation <= facts.generation) throw part.refuse("is not followed by a later generation");
    if (!isFinished(facts.status)) throw part.refuse("is not finished, and another generation follows it");
  }
}

function readGeneration(part: DocumentPart, id: string): WholeRun {
  const read: WholeRun = {
    facts: readFacts(part.at("facts"), id),
    needs: part.at("needs").list().map(readNeed),
    entries: part.at("journal").list().map(readEntry),
    logs: part.at("logs").list().map(readLine),
    data: part.at("data").list().map(readDatum),
    inbox: part.at("inbox").list().map(readMessage),
    openings: part.at("openings").list().map(readOpening),
  };
  const checksum = part.at("checksum");
  part.end();
  const made = generationDocument(read);
  for (const [index, entry] of part.at("journal").list().entries())
    if (entry.at("checksum").value !== made.journal[index]?.checksum) throw entry.refuse("does not fit its checksum");
  if (checksum.value !== made.checksum) throw part.refuse("does not fit its checksum");
  return read;
}

function readFacts(part: DocumentPart, id: string): WholeRun["facts"] {
  const facts: WholeRun["facts"] = {
    id,
    generation: part.at("generation").whole(1),
    workflow: part.at("workflow").text(),
    status: part.at("status").oneOf(runStates),
    input: readValue(part.at("input")),
    output: part.at("output").maybe(readValue),
    error: part.at("error").maybe(readValue),
    why: part.at("why").maybe(readText),
    title: part.at("title").maybe(readText),
    tags: part.at("tags").list().map(readText),
    attributes: Object.fromEntries(part.at("attributes").entries().map(readAttribute)),
    parent: part.at("parent").maybe(readText),
    root: part.at("root").maybe(readText),
    detached: part.at("detached").flag(),
    life: part.at("life").whole(1),
    seed: readSeed(part.at("seed")),
    behaviours: part.at("behaviours").text(),
    module: part.at("module").text(),
    queue: part.at("queue").text(),
    priority: part.at("priority").whole(any),
    createdAt: part.at("createdAt").whole(),
    availableAt: part.at("availableAt").whole(),
    startedAt: part.at("startedAt").maybe(readWhole),
    clockAt: part.at("clockAt").maybe(readWhole),
    endedAt: part.at("endedAt").maybe(readWhole),
    timeoutMs: part.at("timeoutMs").maybe(readWhole),
    pausedMs: part.at("pausedMs").whole(),
    pausedAt: part.at("pausedAt").maybe(readWhole),
    claim: part.at("claim").whole(),
    claimsBefore: part.at("claimsBefore").whole(),
    cancelRequestedAt: part.at("cancelRequestedAt").maybe(readWhole),
    cancelReason: part.at("cancelReason").maybe(readText),
    continued: part.at("continued").flag(),
    expiresAt: part.at("expiresAt").maybe(readWhole),
    forkedFrom: part.at("forkedFrom").maybe(readForkedFrom),
    pinned: part.at("pinned").flag(),
    build: part.at("build").maybe(readText),
  };
  part.end();
  const over = isFinished(facts.status);
  if (over !== (facts.endedAt !== undefined))
    throw part.at("endedAt").refuse(`does not fit a run that is ${facts.status}`);
  if ((facts.status === "completed" && !facts.continued) !== (facts.output !== undefined))
    throw part.at("output").refuse(`does not fit a run that is ${facts.status}`);
  if (facts.build !== undefined && !facts.pinned)
    throw part.at("build").refuse("does not fit a run that is not pinned");
  return facts;
}

function readForkedFrom(part: DocumentPart): { id: string; at: number } {
  const from = { id: part.at("id").text(), at: part.at("at").whole() };
  part.end();
  return from;
}

function readSeed(part: DocumentPart): string {
  if (!isSeed(part.text())) throw part.refuse("must be 32 hex digits, or several such with positions");
  return part.text();
}

function readAttribute([name, part]: [string, DocumentPart]): [string, string | number | boolean] {
  const { value } = part;
  if (typeof value === "string") return [name, part.text()];
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return [name, value];
  throw part.refuse("must be text, a number, true or false");
}
