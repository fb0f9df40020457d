/** Sizes in a definition: `512 MB`. */
import type { TextRule } from "./shape.ts";

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Undefined for what is no size. */
export function bytesOf(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d{1,15}(?:\.\d{1,6})?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

export const size: TextRule = {
  called: "size",
  problemOf: (text) => ((bytesOf(text) ?? 0) > 0 ? undefined : "is no size such as 512 MB or 2 GiB"),
};
