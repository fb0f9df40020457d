/** What the clocks of a time zone show: spans of time with one offset each, from the time zone data of the runtime. */

/** From `from` up to, not including, `to`, clocks show UTC plus `offset`. All in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

export interface ZoneClock {
  /** The span that an instant is in. A span also ends where a year of UTC does: the next may have the same offset. */
  spanAt(instant: number): Span;
}

const second = 1_000;
const day = 86_400 * second;

/** The longest that two clocks of one zone may differ: a zone that changes sides of the date line moves a day. */
export const longestShift = 2 * day;

export function zoneClock(timezone: string): ZoneClock {
  const years = new Map<number, readonly Span[]>();
  return {
    spanAt(instant) {
      const year = new Date(instant).getUTCFullYear();
      const spans = years.get(year) ?? spansOf(year, timezone);
      years.set(year, spans);
      return spans.find(({ to }) => instant < to) as Span;
    },
  };
}

/** Looks once a day, and where two days differ, for the second of the change. No zone has changed twice in a day. */
function spansOf(year: number, timezone: string): Span[] {
  const offsetAt = offsetsOf(timezone);
  const end = Date.UTC(year + 1, 0, 1);
  const spans: Span[] = [];
  let from = Date.UTC(year, 0, 1);
  let offset = offsetAt(from);
  for (let seen = from; seen < end; ) {
    const next = Math.min(seen + day, end);
    // The end of the year belongs to the next one.
    const last = next === end ? end - second : next;
    if (offsetAt(last) !== offset) {
      const to = changeBetween({ seen, last, offset }, offsetAt);
      spans.push({ from, to, offset });
      [from, offset, seen] = [to, offsetAt(to), to];
    } else seen = next;
  }
  spans.push({ from, to: end, offset });
  return spans;
}

function changeBetween(
  bounds: { seen: number; last: number; offset: number },
  offsetAt: (instant: number) => number,
): number {
  let { seen: low, last: high } = bounds;
  while (high - low > second) {
    const middle = low + Math.floor((high - low) / 2 / second) * second;
    if (offsetAt(middle) === bounds.offset) low = middle;
    else high = middle;
  }
  return high;
}

/** The formatter is not kept: it takes far more memory than the spans that it finds. */
function offsetsOf(timezone: string): (instant: number) => number {
  const numeric = "numeric" as const;
  const parts = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  const format = new Intl.DateTimeFormat("en-US", { ...parts, timeZone: timezone, hourCycle: "h23" });
  return (instant) => {
    const [month = 0, date = 0, year = 0, hour = 0, minute = 0, seconds = 0] =
      format.format(instant).match(/\d+/g)?.map(Number) ?? [];
    return Date.UTC(year, month - 1, date, hour, minute, seconds) - instant;
  };
}
