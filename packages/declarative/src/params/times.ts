/** Params that are dates and times. A time is always kept with its offset, in the zone of the workflow. */
import { IsoTime } from "../expressions/iso-time.ts";
import { instantIn, inZone } from "../expressions/zone.ts";
import { type Coerce, isNot } from "./coerced.ts";

const example = "write it as 2026-03-01";

export const date: Coerce = (value) => {
  const time = timeOf(value);
  if (time === undefined) return isNot(value, "a date", example);
  if (!time.hasTime) return { value: String(time) };
  const isMidnight = value instanceof Date && value.getTime() % 86_400_000 === 0;
  return isMidnight ? { value: String(time).slice(0, 10) } : isNot(value, "a date alone", example);
};

/**
 * With an offset it is converted, never relabelled; without one it is what the clocks of the zone show. A date is its
 * midnight.
 */
export const datetime: Coerce = (value, { zone }) => {
  const time = timeOf(value);
  if (time === undefined) return isNot(value, "a time", `${example}T09:30, or with an offset: 2026-03-01T09:30Z`);
  if (time.offsetMinutes !== undefined) return { value: String(inZone(time, zone)) };
  const epochMs = instantIn(zone, time.face);
  if (epochMs === undefined) return isNot(value, `a time in ${zone}`, "its clocks skip it, they are put forward then");
  const instant = new Date(epochMs).toISOString().slice(0, 19);
  const fraction = String(time.face.nanosecond).padStart(9, "0");
  const exact = IsoTime.parse(`${instant}.${fraction}Z`);
  return exact === undefined ? isNot(value, "a time") : { value: String(inZone(exact, zone)) };
};

/** Temporal's types are known by what they say of themselves, whichever implementation they are of. */
function timeOf(value: unknown): IsoTime | undefined {
  const known = IsoTime.of(value);
  if (known !== undefined || typeof value !== "object" || value === null) return known;
  const tag = String((value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]);
  if (!/^Temporal\.(?:Instant|PlainDate|PlainDateTime|ZonedDateTime)$/.test(tag)) return undefined;
  return IsoTime.parse(String(value).replace(/\[.*$/, ""));
}
