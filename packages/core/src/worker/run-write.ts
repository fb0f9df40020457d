/** Gathers what the next batch writes for one run. */
import type { Entry } from "../model/entry.ts";
import type { AttributeValue, LogRow, RunChange, RunKey, RunWrite } from "../store/port.ts";

export class RunWriteBuffer {
  entries: Entry[] = [];
  logs: LogRow[] = [];
  data: (readonly [string, string])[] = [];
  title: string | undefined;
  attributes: Record<string, AttributeValue> | undefined;
  change: RunChange | undefined;

  get empty(): boolean {
    return (
      this.entries.length === 0 &&
      this.change === undefined &&
      this.logs.length === 0 &&
      this.data.length === 0 &&
      this.title === undefined &&
      this.attributes === undefined
    );
  }

  clear(): void {
    this.entries = [];
    this.logs = [];
    this.data = [];
    this.title = undefined;
    this.attributes = undefined;
    this.change = undefined;
  }

  /**
   * What is gathered, for the store; the buffer is empty afterwards, or holds the entries that were over the budget:
   * they, and how the run goes on, follow with a later batch.
   */
  take(owner: { readonly key: RunKey; readonly claim: number }, budget: { entries: number; bytes: number }): RunWrite {
    const { logs, data, title, attributes } = this;
    const fits = howManyFit(this.entries, budget);
    const whole = fits === this.entries.length;
    const entries = whole ? this.entries : this.entries.slice(0, fits);
    const change = whole ? this.change : undefined;
    this.entries = whole ? [] : this.entries.slice(fits);
    if (whole) this.change = undefined;
    this.logs = [];
    this.data = [];
    this.title = undefined;
    this.attributes = undefined;
    return { run: owner.key, claim: owner.claim, entries, logs, data, title, attributes, change };
  }
}

/** At least one, so that the largest value still goes. */
function howManyFit(entries: readonly Entry[], budget: { entries: number; bytes: number }): number {
  let bytes = 0;
  const most = Math.min(entries.length, budget.entries);
  for (let count = 0; count < most; count++) {
    bytes += entries[count]?.value?.length ?? 0;
    if (bytes > budget.bytes && count > 0) return count;
  }
  return most;
}
