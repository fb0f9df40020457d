/** Gathers what the next batch writes for one run. */
import type { Entry } from "../model/entry.ts";
import type {
  AttributeValue,
  AwaitRow,
  CacheWrite,
  ChildStart,
  GivenUp,
  LogRow,
  OpeningChange,
  RunChange,
  RunKey,
  RunWrite,
  SendRow,
} from "../store/port.ts";
import { sizeOfChange } from "./batch-size.ts";

/** What an entry does beside being recorded. */
export interface Outward {
  /** Position of the entry. */
  readonly seq: number;
  /** Position of the message that it has taken. */
  readonly consumed?: number;
  readonly send?: SendRow;
  readonly child?: ChildStart;
  readonly awaits?: AwaitRow;
  readonly givenUp?: GivenUp;
  readonly opening?: OpeningChange;
  readonly cache?: CacheWrite;
}

/** Given away in place of an empty list, which is still to be filled. */
const none: readonly never[] = [];

export class RunWriteBuffer {
  entries: readonly Entry[] = none;
  logs: LogRow[] = [];
  data: (readonly [string, string])[] = [];
  title: string | undefined;
  attributes: Record<string, AttributeValue> | undefined;
  change: RunChange | undefined;
  /** Something was taken from it and is not on disk yet, as far as is known. */
  onItsWay = false;
  /** What entries have taken and sent: on disk with them, not before and not after. */
  outward: readonly Outward[] = none;

  get empty(): boolean {
    return (
      this.entries.length === 0 &&
      this.outward.length === 0 &&
      this.change === undefined &&
      this.logs.length === 0 &&
      this.data.length === 0 &&
      this.title === undefined &&
      this.attributes === undefined &&
      this.outward.length === 0
    );
  }

  add(entry: Entry): void {
    // Mostly there is one: a list of one is smaller than one that was pushed to.
    if (this.entries.length === 0) this.entries = [entry];
    else (this.entries as Entry[]).push(entry);
  }

  addOutward(outward: Outward): void {
    if (this.outward.length === 0) this.outward = [outward];
    else (this.outward as Outward[]).push(outward);
  }

  clear(): void {
    this.entries = none;
    this.logs = [];
    this.data = [];
    this.title = undefined;
    this.attributes = undefined;
    this.change = undefined;
    this.onItsWay = false;
    this.outward = none;
  }

  /**
   * What is gathered, for the store; the buffer is empty afterwards, or holds the entries that were over the budget:
   * they, and how the run goes on, follow with a later batch.
   */
  take(owner: { readonly key: RunKey; readonly claim: number }, budget: { entries: number; bytes: number }): RunWrite {
    this.onItsWay = true;
    const { title, attributes } = this;
    const logs = this.logs.length === 0 ? none : this.logs;
    const data = this.data.length === 0 ? none : this.data;
    const fits = howManyFit(this.entries, budget);
    const all = fits.entries === this.entries.length;
    const entries = all ? this.entries : this.entries.slice(0, fits.entries);
    const upTo = entries.at(-1)?.seq ?? 0;
    const outward = all ? this.outward : this.outward.filter(({ seq }) => seq <= upTo);
    this.outward = all ? none : this.outward.filter(({ seq }) => seq > upTo);
    this.entries = all ? none : this.entries.slice(fits.entries);
    const change = all && this.#changeFits(entries, budget.bytes - fits.bytes) ? this.change : undefined;
    if (change !== undefined) this.change = undefined;
    if (logs.length > 0) this.logs = [];
    if (data.length > 0) this.data = [];
    this.title = undefined;
    this.attributes = undefined;
    const { key: run, claim } = owner;
    const does = outward.length === 0 ? nothing : sort(outward);
    // What is spread stands first: a copy of it that gets fields is cheap, fields that get a copy are not.
    return { ...does, run, claim, entries, logs, data, title, attributes, change };
  }

  /** A large output follows alone, if something goes before it. */
  #changeFits(entries: readonly Entry[], left: number): boolean {
    return this.change === undefined || entries.length === 0 || sizeOfChange(this.change) <= left;
  }
}

/** Where in a write each thing goes that an entry does: one that is not named here is a type error. */
interface Places {
  readonly consumed: "consumed";
  readonly send: "sends";
  readonly child: "children";
  readonly awaits: "awaits";
  readonly givenUp: "givenUp";
  readonly opening: "openings";
  readonly cache: "cache";
}

type Doing = Exclude<keyof Outward, "seq">;
type OutwardWrites = Required<Pick<RunWrite, Places[Doing]>>;

const nothing = sort(none);

function sort(outward: readonly Outward[]): OutwardWrites {
  return {
    consumed: all(outward, "consumed"),
    sends: all(outward, "send"),
    children: all(outward, "child"),
    awaits: all(outward, "awaits"),
    givenUp: all(outward, "givenUp"),
    openings: all(outward, "opening"),
    cache: all(outward, "cache"),
  };
}

function all<D extends Doing>(outward: readonly Outward[], doing: D): readonly NonNullable<Outward[D]>[] {
  let found: NonNullable<Outward[D]>[] | undefined;
  for (const { [doing]: one } of outward) {
    if (one === undefined) continue;
    if (found === undefined) found = [one as NonNullable<Outward[D]>];
    else found.push(one as NonNullable<Outward[D]>);
  }
  return found ?? none;
}

/** At least one, so that the largest value still goes. */
function howManyFit(entries: readonly Entry[], budget: { entries: number; bytes: number }): typeof budget {
  let bytes = 0;
  const most = Math.min(entries.length, budget.entries);
  for (let count = 0; count < most; count++) {
    const size = entries[count]?.value?.length ?? 0;
    if (bytes + size > budget.bytes && count > 0) return { entries: count, bytes };
    bytes += size;
  }
  return { entries: most, bytes };
}
