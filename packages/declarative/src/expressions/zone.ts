/** Time zones: what the clocks of a place show at an instant, and which instant a clock's time is. */
import { type ClockFace, IsoTime, utcOf } from "./iso-time.ts";

/** There are some 600 zones, so it cannot grow without bounds. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** True for a name of the time zone database, whatever its case. Offsets such as `+07:00` are none. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The same instant, as the clocks there show it. */
export function inZone(time: IsoTime, zone: string): IsoTime {
  // ISO offsets have no seconds; those before 1920 are rounded, and the instant stays the same.
  const offsetMinutes = Math.round(offsetSeconds(zone, time.epochMs) / 60);
  const local = new Date(time.epochMs + offsetMinutes * 60_000);
  const day = local.toISOString().slice(0, 19);
  const digits = String(time.face.nanosecond).padStart(9, "0").replace(/0+$/, "");
  const fraction = digits === "" ? "" : `.${digits}`;
  return IsoTime.of(`${day}${fraction}${offsetText(offsetMinutes)}`) ?? time;
}

/**
 * The instant at which the clocks there show a time, the first of two where they are set back; undefined where they
 * skip it.
 */
export function instantIn(zone: string, face: ClockFace): number | undefined {
  const wall = utcOf(face);
  const day = 86_400_000;
  // What holds a day before and a day after covers every change in between.
  const offsets = [offsetSeconds(zone, wall - day), offsetSeconds(zone, wall + day)];
  const instants = offsets.map((seconds) => wall - seconds * 1_000);
  return instants.find((instant, n) => offsetSeconds(zone, instant) === offsets[n]);
}

/** Seconds east of UTC. */
function offsetSeconds(zone: string, epochMs: number): number {
  const parts: Partial<Record<string, number>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(epochMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const shown = utcOf({ year, month, day, hour, minute, second, nanosecond: 0 });
  return Math.round(shown / 1_000 - Math.floor(epochMs / 1_000));
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone.toLowerCase());
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone.toLowerCase(), format);
  return format;
}

function offsetText(minutes: number): string {
  if (minutes === 0) return "Z";
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
