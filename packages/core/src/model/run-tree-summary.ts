/** Values in a few words. Only numbers and counts: a text may be a secret, and rows end up in logs. */

/** Counts beyond this many say less than they take room. */
const countsShown = 3;

/** `100,000 records`, `97,412 kept, 2,588 rejected`, `12 items`; "" where there is nothing short to say. */
export function summaryOf(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint") return formatNumber(value);
  if (Array.isArray(value)) return countOf(value.length);
  if (value instanceof Map || value instanceof Set) return countOf(value.size);
  if (typeof value !== "object" || value === null || value instanceof Date) return "";
  const parts = Object.entries(value);
  if (parts.length === 0 || parts.length > countsShown) return "";
  const words = parts.map(([name, amount]) => wordOf(name, amount));
  return words.some((word) => word === undefined) ? "" : words.join(", ");
}

/** `1234567` as `1,234,567`, in every locale. */
export function formatNumber(amount: number | bigint): string {
  const [whole = "", fraction] = String(amount).split(".");
  if (!/^-?\d+$/.test(whole)) return String(amount);
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction.slice(0, 2)}`;
}

function wordOf(name: string, amount: unknown): string | undefined {
  if (typeof amount === "number" || typeof amount === "bigint") return `${formatNumber(amount)} ${name}`;
  return Array.isArray(amount) ? `${formatNumber(amount.length)} ${name}` : undefined;
}

function countOf(amount: number): string {
  return `${formatNumber(amount)} ${amount === 1 ? "item" : "items"}`;
}
