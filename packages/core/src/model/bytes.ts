/** Amounts of memory: read once at the edge into whole bytes, and written for people. */

/** Bytes, or text such as `"256 MB"`, `"1.5 GB"`. A KB is 1,024 bytes, as memory is counted; KiB, MiB, GiB say the same. */
export type Bytes = number | string;

const sizes: Readonly<Record<string, number>> = { b: 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** @returns whole bytes, or what is wrong, for the end of a sentence */
export function readBytes(given: unknown): number | string {
  if (typeof given === "number")
    return Number.isSafeInteger(given) && given > 0 ? given : "must be a whole number of bytes from 1";
  if (typeof given !== "string") return 'must be a number of bytes or text such as "256 MB"';
  const [, amount, unit] = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*([kmg]?)i?b\s*$/i.exec(given) ?? [];
  if (amount === undefined || unit === undefined)
    return `must be text such as "256 MB" (B, KB, MB, GB), not ${JSON.stringify(given.slice(0, 50))}`;
  const bytes = Math.round(Number(amount) * (sizes[`${unit.toLowerCase()}b`] ?? 1));
  return bytes > 0 ? bytes : "must be more than nothing";
}

/** `64 MB`, `1.5 GB`. */
export function formatBytes(bytes: number): string {
  for (const unit of ["gb", "mb", "kb"]) {
    const size = sizes[unit] ?? 1;
    if (bytes >= size) return `${Math.round((bytes / size) * 10) / 10} ${unit.toUpperCase()}`;
  }
  return `${bytes} B`;
}
