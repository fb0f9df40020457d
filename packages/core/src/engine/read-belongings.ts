/** What belongs to an exported run, piece by piece: entries, log lines, data, messages. */
import { entryKinds } from "../model/entry-kinds.ts";
import { decode } from "../model/value/codec.ts";
import { isSealed, keyOf } from "../model/value/sealed-text.ts";
import type { WholeRun } from "../store/port.ts";
import type { DocumentPart } from "./document-part.ts";

const levels = ["debug", "info", "warn", "error"] as const;

export const readWhole = (part: DocumentPart): number => part.whole();
export const readText = (part: DocumentPart): string => part.text();

/** What a store keeps: encrypted, or as the codec writes it. Nothing else may pass for a value of the store. */
export function readValue(part: DocumentPart): string {
  const value = part.text();
  try {
    if (isSealed(value)) keyOf(value);
    else decode(value);
  } catch (error) {
    throw part.refuse("is not a value as a store keeps it", error);
  }
  return value;
}

export function readNeed(part: DocumentPart): WholeRun["needs"][number] {
  const need = {
    place: part.at("place").text(),
    units: part.at("units").whole(1),
    capacity: part.at("capacity").maybe(readWhole),
    limit: part.at("limit").maybe(readText),
    periodMs: part.at("periodMs").maybe(readWhole),
    keep: part.at("keep").flag(),
  };
  part.end();
  return need;
}

export function readEntry(part: DocumentPart, index: number): WholeRun["entries"][number] {
  if (part.at("seq").value !== index + 1) throw part.at("seq").refuse(`must be ${index + 1}: positions are dense`);
  const entry = {
    seq: index + 1,
    kind: part.at("kind").oneOf(entryKinds),
    op: part.at("op").text(),
    at: part.at("at").whole(),
    attempt: part.at("attempt").whole(),
    value: part.at("value").maybe(readValue),
  };
  part.at("checksum").whole();
  part.end();
  return entry;
}

export function readLine(part: DocumentPart): WholeRun["logs"][number] {
  const line = {
    op: part.at("op").text(),
    attempt: part.at("attempt").whole(),
    n: part.at("n").whole(1),
    at: part.at("at").whole(),
    level: part.at("level").oneOf(levels),
    text: part.at("text").text(),
  };
  part.end();
  return line;
}

export function readDatum(part: DocumentPart): WholeRun["data"][number] {
  const datum = {
    key: part.at("key").text(),
    value: readValue(part.at("value")),
    inherited: part.at("inherited").maybe(readValue),
  };
  part.end();
  return datum;
}

export function readMessage(part: DocumentPart): WholeRun["inbox"][number] {
  const message = {
    name: part.at("name").text(),
    dedup: part.at("dedup").maybe(readText),
    payload: part.at("payload").maybe(readValue),
    at: part.at("at").whole(),
  };
  part.end();
  if (message.payload === undefined && message.dedup === undefined) throw part.refuse("has neither payload nor key");
  return message;
}

export function readOpening(part: DocumentPart): WholeRun["openings"][number] {
  const opening = {
    op: part.at("op").text(),
    kind: part.at("kind").oneOf(["ask", "callback"] as const),
    askedAt: part.at("askedAt").whole(),
    dueAt: part.at("dueAt").maybe(readWhole),
    assignees: part.at("assignees").list().map(readText),
    shown: part.at("shown").text(),
    problem: part.at("problem").maybe(readText),
  };
  part.end();
  return opening;
}
