/** Ids for runs that were given none: ordered by time, so that the newest rows of an index lie together. */

const digits = "0123456789abcdefghjkmnpqrstvwxyz";
/** 2026-01-01: keeps the time part short. */
const epochAt = 1_767_225_600_000;
const timeDigits = 7;

/**
 * `r-` + 7 digits of time (34 ms steps, good until 2060) + 8 random digits.
 * @param now ms
 * @param random at least 8 bytes
 */
export function newRunId(now: number, random: Uint8Array): string {
  let time = Math.max(0, Math.floor((now - epochAt) / 34));
  let text = "";
  for (let place = 0; place < timeDigits; place++) {
    text = (digits[time % 32] ?? "0") + text;
    time = Math.floor(time / 32);
  }
  for (let place = 0; place < 8; place++) text += digits[(random[place] ?? 0) % 32] ?? "0";
  return `r-${text}`;
}
