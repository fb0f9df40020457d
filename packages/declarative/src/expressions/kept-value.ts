/** A value as results hold it: journals and other runs know times and decimals as their texts. */
import { Decimal } from "./decimal.ts";
import { IsoTime } from "./iso-time.ts";

/** Given back itself where nothing in it is a time or a decimal of expressions. Secrets stay closed. */
export function keptValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof IsoTime || value instanceof Decimal) return String(value);
  if (Array.isArray(value)) {
    const items = value.map(keptValue);
    return items.some((item, n) => item !== value[n]) ? items : value;
  }
  if (value instanceof Map) return new Map([...value].map(([name, member]) => [name, keptValue(member)]));
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? keptValues(value as Record<string, unknown>) : value;
}

/** The same of names and values. */
export function keptValues(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const members = Object.entries(values).map(([name, value]) => [name, keptValue(value)] as const);
  return members.some(([name, value]) => value !== values[name]) ? Object.fromEntries(members) : values;
}
