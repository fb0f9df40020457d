/** What an answer says of when to come again: its header Retry-After, seconds or a date. */

/** Nobody is waited for any longer. */
const mostMs = 24 * 60 * 60 * 1_000;

/** Milliseconds from now; undefined where it says nothing that can be read. */
export function retryAfterMs(header: string | readonly string[] | undefined, now: number): number | undefined {
  const text = (typeof header === "string" ? header : header?.[0])?.trim() ?? "";
  const at = /^\d{1,10}$/.test(text) ? now + Number(text) * 1_000 : /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.min(mostMs, Math.max(0, at - now));
}
