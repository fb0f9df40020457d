/** A date, or a date with a time of day and its distance from UTC, as ISO 8601 writes them. */

const written = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** The numbers on the calendar and on the clock at its place. */
export interface ClockFace {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Nine digits. */
  readonly nanosecond: number;
}

export class IsoTime {
  readonly face: ClockFace;
  /** Minutes east of UTC; undefined for a date, and for a time whose place is not known (compared as UTC). */
  readonly offsetMinutes: number | undefined;
  readonly hasTime: boolean;
  readonly #text: string;

  private constructor(parts: { face: ClockFace; offsetMinutes: number | undefined; hasTime: boolean; text: string }) {
    this.face = parts.face;
    this.offsetMinutes = parts.offsetMinutes;
    this.hasTime = parts.hasTime;
    this.#text = parts.text;
  }

  /** Of a text, a Date (in UTC) or itself; undefined if it is no time, or one that no calendar has. */
  static of(value: unknown): IsoTime | undefined {
    if (value instanceof IsoTime) return value;
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : IsoTime.parse(value.toISOString());
    return typeof value === "string" ? IsoTime.parse(value) : undefined;
  }

  static parse(text: string): IsoTime | undefined {
    const found = written.exec(text);
    if (found === null) return undefined;
    const part = (n: number): number => Number(found[n] ?? 0);
    const nanosecond = Number((found[7] ?? "").padEnd(9, "0"));
    const face = {
      year: part(1),
      month: part(2),
      day: part(3),
      hour: part(4),
      minute: part(5),
      second: part(6),
      nanosecond,
    };
    const offsetMinutes = offsetOf(found[8]);
    if (!exists(face) || Number.isNaN(offsetMinutes)) return undefined;
    return new IsoTime({ face, offsetMinutes, hasTime: found[4] !== undefined, text: text.replace(" ", "T") });
  }

  /** Its instant; dates and times without an offset are taken as UTC. */
  get epochMs(): number {
    return utcOf(this.face) - (this.offsetMinutes ?? 0) * 60_000;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3).replace(":", "") || "0")];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** The instant of a clock that shows UTC. */
export function utcOf(face: ClockFace): number {
  const date = new Date(0);
  date.setUTCFullYear(face.year, face.month - 1, face.day);
  date.setUTCHours(face.hour, face.minute, face.second, Math.floor(face.nanosecond / 1e6));
  return date.getTime();
}

/** False for the 30th of February and for 25 o'clock. */
function exists(face: ClockFace): boolean {
  if (face.hour > 23 || face.minute > 59 || face.second > 59) return false;
  const date = new Date(utcOf(face));
  return date.getUTCMonth() === face.month - 1 && date.getUTCDate() === face.day;
}
