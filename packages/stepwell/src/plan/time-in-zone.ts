/** An instant as the clocks of a zone show it. */

/** `Mon 2026-03-30 09:00 +02:00` */
export function timeInZone(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const offset = (part.timeZoneName ?? "").replace("GMT", "") || "+00:00";
  return `${part.weekday} ${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute} ${offset}`;
}
