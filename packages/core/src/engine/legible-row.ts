/** A run's row with its sentences readable. Lists must work without keys: a sentence that cannot be read says so. */
import { isFailure } from "../model/errors.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import { isSealed } from "../model/value/sealed-text.ts";
import type { RunRow } from "../store/port.ts";

export function legibleRow(row: RunRow, texts: RawTexts): RunRow {
  if (row.why === undefined && row.cancelReason === undefined) return row;
  const why = legible(row.why, texts);
  const cancelReason = legible(row.cancelReason, texts);
  // The store does not repeat a reason that it cannot read.
  const apart = row.error === undefined && row.status === "cancelled" && isSealed(row.cancelReason ?? "");
  return { ...row, why: apart ? `${why}: ${cancelReason}` : why, cancelReason };
}

function legible(text: string | undefined, texts: RawTexts): string | undefined {
  if (text === undefined) return undefined;
  try {
    return texts.open(text);
  } catch (error) {
    return isFailure(error, "key-missing") ? `(encrypted with key "${error.facts.key}")` : "(it cannot be decrypted)";
  }
}
