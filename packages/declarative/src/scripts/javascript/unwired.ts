/** Values from the wire as JavaScript has them: decimals and dates without a time stay texts, maps are plain objects. */
import type { Wire } from "../process/wire.ts";

export type { Wire };

export function unwired(wire: Wire): unknown {
  if (typeof wire !== "object" || wire === null) return wire;
  if ("list" in wire) return wire.list.map(unwired);
  // Keys such as __proto__ become members like any other.
  if ("map" in wire) return Object.fromEntries(wire.map.map(([key, value]) => [key, unwired(value)]));
  if ("time" in wire) return new Date(/(?:Z|[+-]\d\d:?\d\d)$/i.test(wire.time) ? wire.time : `${wire.time}Z`);
  if ("integer" in wire) return BigInt(wire.integer);
  return "date" in wire ? wire.date : decimal(wire.decimal);
}

/** Not as a number, which would round it; unless it is none that JSON could write. */
function decimal(text: string): string | number {
  return /^-?(?:NaN|Infinity)$/.test(text) ? Number(text) : text;
}
