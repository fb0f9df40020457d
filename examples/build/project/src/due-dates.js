/** Days on which invoices are due. A day is a text, "2026-01-31"; whatever the time zone, it is the same day. */

/** @returns the day so many working days later; Saturdays and Sundays do not count */
export function dueAfter(day, workingDays) {
  let at = Date.parse(`${day}T00:00:00Z`);
  for (let left = workingDays; left > 0; ) {
    at += 86_400_000;
    const weekday = new Date(at).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left--;
  }
  return new Date(at).toISOString().slice(0, 10);
}

/** @returns the day as people write it: "31 January 2026" */
export function written(day) {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" });
}
