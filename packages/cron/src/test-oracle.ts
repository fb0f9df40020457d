/**
 * When a pattern fires, found out the slow way: every minute of a span is looked at, with Temporal. It shares nothing
 * with the package, not even the reading of patterns: a pattern here is a text and the question it asks of a minute.
 */

export interface Known {
  readonly text: string;
  readonly elapsed: boolean;
  readonly onDay: (day: Temporal.PlainDate) => boolean;
  /** A time of a day that it allows. */
  readonly at: (time: { readonly hour: number; readonly minute: number }) => boolean;
}

interface Span {
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
}

/** All instants of a span, its end not included, in milliseconds. */
export function fires(known: Known, timezone: string, { from, to }: Span): number[] {
  const found = known.elapsed ? shown(known, timezone, { from, to }) : named(known, timezone, { from, to });
  const [first, end] = [from.epochMilliseconds, to.epochMilliseconds];
  return [...new Set(found)].filter((at) => at >= first && at < end).sort((a, b) => a - b);
}

/** Each minute that passes, asked for what clocks show. */
function shown({ onDay, at }: Known, timezone: string, { from, to }: Span): number[] {
  const found: number[] = [];
  for (let ms = from.epochMilliseconds; ms < to.epochMilliseconds; ms += 60_000) {
    const wall = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timezone);
    if (at(wall) && onDay(wall.toPlainDate())) found.push(ms);
  }
  return found;
}

/** Each minute of the calendar, asked for its instant. */
function named({ onDay, at }: Known, timezone: string, { from, to }: Span): number[] {
  const found: number[] = [];
  // Two days more on both sides: zones have moved by a whole one.
  const last = to.toZonedDateTimeISO("UTC").toPlainDate().add({ days: 2 });
  let day = from.toZonedDateTimeISO("UTC").toPlainDate().subtract({ days: 2 });
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!onDay(day)) continue;
    for (let n = 0; n < 1_440; n++) {
      const time = { hour: Math.floor(n / 60), minute: n % 60 };
      if (at(time)) found.push(instantOf(day.toPlainDateTime(time), timezone));
    }
  }
  return found;
}

function instantOf(wall: Temporal.PlainDateTime, timezone: string): number {
  const first = wall.toZonedDateTime(timezone, { disambiguation: "earlier" });
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds;
  // In a gap: "earlier" is an instant before it, and the gap ends where the zone changes next.
  return first.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.NaN;
}
