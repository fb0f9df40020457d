/** How much goes into one batch: bounds how long a transaction takes. A single value that is larger goes alone. */
import { limits } from "../model/limits.ts";
import type { RunChange, RunWrite } from "../store/port.ts";

/** What a write takes, nearly: its values are all that can be large. */
export function sizeOfWrite({ entries, data, sends, change }: RunWrite): number {
  let size = change === undefined ? 0 : sizeOfChange(change);
  for (const { value } of entries) size += value?.length ?? 0;
  for (const [, value] of data) size += value.length;
  for (const { payload } of sends) size += payload.length;
  return size;
}

export function sizeOfChange(change: RunChange): number {
  if ("output" in change) return change.output.length;
  if ("input" in change) return change.input.length;
  return "error" in change ? change.error.length : 0;
}

/** How many of these one batch takes, the first at least. */
export function howManyFit<T>(items: readonly T[], sizeOf: (item: T) => number): number {
  let size = 0;
  let count = 0;
  for (const item of items) {
    size += sizeOf(item);
    if (count === limits.batchEntries || (size > limits.batchBytes && count > 0)) break;
    count++;
  }
  return count;
}
